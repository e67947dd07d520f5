"""The pages nearest to open questions, for their authors alone: `suggest` by words in common, `semantic` by sense."""

from mkdocs_wellspring.questions.suggestions.records import Asked, Document, Suggester

__all__ = ["Asked", "Document", "Suggester"]
