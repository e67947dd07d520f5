"""The furniture of a checked article: what was claimed and found, when and by whom it was checked, what was mended."""

from mkdocs_wellspring.article.corrections import Correction, corrections_of, list_corrections
from mkdocs_wellspring.article.extension import ArticleExtension
from mkdocs_wellspring.article.held import fill
from mkdocs_wellspring.article.machines import claim_review, properties
from mkdocs_wellspring.article.model import NOTHING, Article, Claim, Entry, Party, Shaped, Verdict
from mkdocs_wellspring.article.plain import plain
from mkdocs_wellspring.article.reading import KEYS, read_article
from mkdocs_wellspring.article.render import render

__all__ = [
    "KEYS",
    "NOTHING",
    "Article",
    "ArticleExtension",
    "Claim",
    "Correction",
    "Entry",
    "Party",
    "Shaped",
    "Verdict",
    "claim_review",
    "corrections_of",
    "fill",
    "list_corrections",
    "plain",
    "properties",
    "read_article",
    "render",
]
