"""Follow-up questions: each leads to the page that answers it, or is said to be open."""

from mkdocs_wellspring.questions.model import Question, read_answers, read_questions
from mkdocs_wellspring.questions.render import render_questions
from mkdocs_wellspring.questions.resolve import Index, Page, Resolved, resolve

__all__ = ["Index", "Page", "Question", "Resolved", "read_answers", "read_questions", "render_questions", "resolve"]
