"""The days of an article in their order, and the review that is due."""

from dataclasses import replace

from mkdocs_wellspring.article.model import Article
from mkdocs_wellspring.pagecontext import PageContext

__all__ = ["settle_days"]


def settle_days(article: Article, context: PageContext) -> Article:
    """The article, of which it is known whether its review is overdue: its day is before the day of the build.

    Days in the wrong order are findings. A review that was due before the page was last checked is not shown. Where
    nobody knows what day it is, nothing is overdue.
    """
    published, updated = article.published, article.updated
    if published and updated and updated < published:
        message = f"`updated: {updated}` is before `published: {published}`; correct one of them"
        context.find("article-date", message, "updated")
    due, checked = article.next_review, article.checked
    if due and checked and due < checked:
        message = f"`next_review: {due}` is before `checked: {checked}`, and not shown; give the day of the next one"
        context.find("article-date", message, "next_review")
        return replace(article, next_review=None)
    if due and context.today and due < context.today:
        message = f"the review was due on {due}; check the page, then set `checked:` and `next_review:` anew"
        context.find("article-review-due", message, "next_review")
        return replace(article, overdue=True)
    return article
