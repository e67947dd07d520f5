"""The pages nearest to open questions, for their authors alone: by words in common, or by sense."""

from mkdocs_wellspring.questions.suggestions.suggest import Asked, Document, Suggester, suggest

__all__ = ["Asked", "Document", "Suggester", "suggest"]
