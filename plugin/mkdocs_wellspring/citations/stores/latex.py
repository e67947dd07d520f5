"""LaTeX in BibTeX values, as plain text."""

import re
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

__all__ = ["decode", "decode_address"]

_PLAIN = re.compile(r"[^\\$~`'{}%^_-]*")
_BRACED = re.compile(r"[^\\$~`'%^_-]*")
_COMMENT = re.compile(r"(?<!\\)%")
_URL = re.compile(r"\\(?:url|href)\s*\{(?P<url>[^{}]*)\}")
_ESCAPED = re.compile(r"\\([%&_#~{}$])(?:\{\})?")


def decode(value: str) -> str:
    """The text that LaTeX would print; braces that only keep capitals are gone, mathematics is as plain as it gets.

    A `%` begins no comment here: BibTeX knows none within a value.
    """
    if _PLAIN.fullmatch(value):
        return value
    if _BRACED.fullmatch(value):
        return value.replace("{", "").replace("}", "")
    try:
        text = _decoder().latex_to_text(_COMMENT.sub(r"\\%", value))
    except Exception:  # noqa: BLE001 - the library raises errors of many kinds, and a text is better than none
        return value
    return str(text).replace("\N{NO-BREAK SPACE}", " ")


def decode_address(value: str) -> str:
    r"""An address, out of `\url{…}` where it stands in one; in it, `_` and `%` are themselves."""
    match = _URL.search(value)
    bare = match["url"] if match else value
    return _ESCAPED.sub(r"\1", bare).strip().strip("{}").strip()


@cache
def _decoder() -> LatexNodes2Text:
    context = get_default_latex_context_db()
    # Its own way puts addresses into angle brackets.
    context.add_context_category("wellspring", prepend=True, macros=[MacroTextSpec("url", simplify_repl="%s")])
    return LatexNodes2Text(latex_context=context, math_mode="text")
