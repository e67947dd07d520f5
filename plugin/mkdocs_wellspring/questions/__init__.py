"""Follow-up questions: each leads to the page that answers it, or says that none does yet."""

from mkdocs_wellspring.questions.ask import Ask
from mkdocs_wellspring.questions.backlog import Backlog, list_open
from mkdocs_wellspring.questions.index import Index, Page
from mkdocs_wellspring.questions.lines import without_lists
from mkdocs_wellspring.questions.model import Question, read_answers, read_questions
from mkdocs_wellspring.questions.render import QuestionsOptions, render_asked_from, render_questions
from mkdocs_wellspring.questions.resolve import Resolved, State, resolve
from mkdocs_wellspring.questions.wording import is_question
from mkdocs_wellspring.questions.written import PLACE

__all__ = [
    "PLACE",
    "Ask",
    "Backlog",
    "Index",
    "Page",
    "Question",
    "QuestionsOptions",
    "Resolved",
    "State",
    "is_question",
    "list_open",
    "read_answers",
    "read_questions",
    "render_asked_from",
    "render_questions",
    "resolve",
    "without_lists",
]
