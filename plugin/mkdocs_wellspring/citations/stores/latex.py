"""LaTeX in BibTeX values, as plain text."""

import re
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, SpecialsTextSpec, get_default_latex_context_db

__all__ = ["decode", "decode_address"]

_PLAIN = re.compile(r"(?:[^\\$~`'{}%^_&-]|-(?!-))*")
_BRACED = re.compile(r"(?:[^\\$~`'%^_&-]|-(?!-))*")
_APOSTROPHE = re.compile(r"(?<![\\'])'(?!')")
_OPENING = re.compile(r"(?<![\\`])`(?!`)")

# What takes two arguments, of which the second is the text.
_FIRST_ARGUMENT = re.compile(r"\\(?:href|foreignlanguage)\s*\{[^{}]*\}")

# BibTeX knows no comments within a value, and a sum of money is no mathematics.
_LITERAL = re.compile(r"(?<!\\)%|(?<!\\)\$(?=[0-9][0-9.,]*(?![^$]*\$))")

_URL = re.compile(r"\\(?:url|href|nolinkurl)\s*\{(?P<url>(?:[^{}]|\{[^{}]*\})*)\}")
_ADDRESS = {r"\textasciitilde": "~", r"\sim": "~", r"$\sim$": "~", r"\textunderscore": "_", r"\slash": "/"}
_ADDRESS_MACRO = re.compile(r"\$\\sim\$|\\(?:textasciitilde|textunderscore|sim|slash)(?:\{\}|\b)")
_ESCAPED = re.compile(r"\\([%&_#~{}$])(?:\{\})?")
_GROUP = re.compile(r"(?<!\\)\{(\\?[^{}\\]?)\}")

_FACES = ["mbox", *(f"text{face}" for face in ("bf", "it", "md", "normal", "rm", "sc", "sf", "sl", "tt", "up"))]
_SIGNS = {
    "S": "\N{SECTION SIGN}",
    "P": "\N{PILCROW SIGN}",
    "copyright": "\N{COPYRIGHT SIGN}",
    "pounds": "\N{POUND SIGN}",
    "LaTeX": "LaTeX",
    "TeX": "TeX",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textbackslash": "\\",
    "textasciitilde": "~",
}


def decode(value: str) -> str:
    """The text that LaTeX would print; braces that only keep capitals are gone, mathematics is as plain as it gets."""
    value = _APOSTROPHE.sub("\N{RIGHT SINGLE QUOTATION MARK}", value)
    value = _OPENING.sub("\N{LEFT SINGLE QUOTATION MARK}", _FIRST_ARGUMENT.sub("", value))
    if _PLAIN.fullmatch(value):
        return value
    if _BRACED.fullmatch(value):
        return value.replace("{", "").replace("}", "")
    try:
        text = _decoder().latex_to_text(_LITERAL.sub(lambda match: f"\\{match[0]}", value))
    except Exception:  # noqa: BLE001 - the library raises errors of many kinds, and a text is better than none
        return value
    return str(text).replace("\N{NO-BREAK SPACE}", " ")


def decode_address(value: str) -> str:
    r"""An address, out of `\url{…}` where it stands in one; in it, `_` and `%` are themselves."""
    match = _URL.search(value)
    bare = match["url"] if match else value
    bare = _ADDRESS_MACRO.sub(lambda found: _ADDRESS[found[0].removesuffix("{}")], bare)
    bare = _ESCAPED.sub(r"\1", _GROUP.sub(r"\1", bare))
    whole = bare.strip()
    return whole[1:-1].strip() if whole.startswith("{") and whole.endswith("}") else whole


@cache
def _decoder() -> LatexNodes2Text:
    context = get_default_latex_context_db()
    macros = [MacroTextSpec(name, discard=False) for name in _FACES]
    macros += [MacroTextSpec(name, simplify_repl=sign) for name, sign in _SIGNS.items()]
    # Its own ways put addresses into angle brackets, and show the name of a language.
    macros += [
        MacroTextSpec("url", simplify_repl="%s"),
        MacroTextSpec("nolinkurl", discard=False),
    ]
    context.add_context_category("wellspring", prepend=True, macros=macros, specials=[SpecialsTextSpec("&", "&")])
    return LatexNodes2Text(latex_context=context, math_mode="text")
