"""The furniture of a checked article: when it was checked, a disclaimer and a summary, right under its title."""

from mkdocs_wellspring.article.extension import ArticleExtension
from mkdocs_wellspring.article.model import Article, read_article

__all__ = ["Article", "ArticleExtension", "read_article"]
