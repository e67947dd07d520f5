"""Follow-up questions: each leads to the page that answers it, or says that none does yet."""

from mkdocs_wellspring.questions.model import Question, read_answers, read_questions
from mkdocs_wellspring.questions.render import QuestionsOptions, render_questions
from mkdocs_wellspring.questions.resolve import Index, Page, Resolved, State, resolve

__all__ = [
    "Index",
    "Page",
    "Question",
    "QuestionsOptions",
    "Resolved",
    "State",
    "read_answers",
    "read_questions",
    "render_questions",
    "resolve",
]
