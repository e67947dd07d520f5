"""Vectors of texts, kept in one file by what the texts say, so that a text is encoded once."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

import numpy as np
from numpy.typing import NDArray

__all__ = ["SIZE", "Encode", "Matrix", "encoded"]

SIZE = 512
"""The numbers of a vector."""

Matrix = NDArray[np.float32]
Encode = Callable[[list[str]], Matrix]
"""One row of `SIZE` numbers a text."""

# The file is a line that names its form, the digest of all that follows, all keys, and all vectors in their order. So
# nothing in it is unpickled, and one that is cut off, damaged or of another kind is known by its digest.
_FORM = b"wellspring vectors 1\n"
_DIGEST, _KEY = 32, 16
_STORED = np.dtype("<f2")
"""Half precision: what is read back ranks as what was written, for both have been rounded to it."""


def encoded(texts: Sequence[str], encode: Encode, file: Path, model: str) -> Matrix:
    """The vectors of the texts, row by row, of which `encode` was asked only for those that the file does not hold.

    The file then holds these and no others. Where it cannot be written, the next run encodes again.

    Args:
        texts: any number of them; each is encoded once, however often it comes.
        encode: the encoder.
        file: where vectors are kept; a damaged or foreign file counts as an empty one.
        model: the name and version of the encoder, by which its vectors are known from another's.
    """
    keys = [_key(model, text) for text in texts]
    kept = _read(file)
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
    new = encode(list(missing.values())).astype(_STORED) if missing else ()
    held = {**kept, **dict(zip(missing, new, strict=True))}
    wanted = {key: held[key] for key in keys}
    if wanted.keys() != kept.keys():
        with suppress(OSError):
            _write(file, wanted)
    return _matrix(wanted[key] for key in keys).astype(np.float32)


def _key(model: str, text: str) -> bytes:
    return hashlib.sha256(f"{model}\n{text}".encode()).digest()[:_KEY]


def _read(file: Path) -> Mapping[bytes, NDArray[np.float16]]:
    try:
        held = file.read_bytes()
    except OSError:
        return {}
    start = len(_FORM) + _DIGEST
    content = held[start:]
    number, rest = divmod(len(content), _KEY + SIZE * _STORED.itemsize)
    if rest or held[:start] != _FORM + hashlib.sha256(content).digest():
        return {}
    vectors = np.frombuffer(content, _STORED, offset=number * _KEY).reshape(number, SIZE)
    keys = (content[at : at + _KEY] for at in range(0, number * _KEY, _KEY))
    return dict(zip(keys, vectors, strict=True)) if np.isfinite(vectors).all() else {}


def _write(file: Path, vectors: Mapping[bytes, NDArray[np.float16]]) -> None:
    content = b"".join(vectors) + _matrix(vectors.values()).tobytes()
    partial = file.with_name(f".{file.name}.{token_hex(4)}")
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        partial.write_bytes(_FORM + hashlib.sha256(content).digest() + content)
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)


def _matrix(rows: Iterable[NDArray[np.float16]]) -> NDArray[np.float16]:
    return np.array([*rows], _STORED).reshape(-1, SIZE)
