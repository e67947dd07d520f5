"""LaTeX in BibTeX values, as plain text."""

import re
from functools import cache, lru_cache

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, SpecialsTextSpec, get_default_latex_context_db
from pylatexenc.latexwalker import get_default_latex_context_db as get_default_walker_context_db
from pylatexenc.macrospec import LatexContextDb, MacroSpec

from mkdocs_wellspring.citations.stores.accents import QUOTES, decode_simple

__all__ = ["decode", "decode_address"]

# What LaTeX leaves as it is; a `%` or a `_` is no more than that in a value of BibTeX.
_PLAIN = re.compile(r"(?:[^\\$~`'{}^-]|-(?!-)|'(?!'))*")
_BRACED = re.compile(r"(?:[^\\$~`'^-]|-(?!-)|'(?!'))*")
_QUOTED = re.compile(r"(?<![\\`?!])`(?!`)([^`']*)(?<!')'(?!')")

# Mathematics has no space inside its dollars, and a sum of money has.
_MATHS = re.compile(r"(?<!\\)\$(?:[^\s$]|[^\s$][^$]*[^\s$])\$")
_LITERAL = re.compile(r"(?<!\\)[%$]")

# What takes two arguments, of which the second is the text; and an address that is not there.
_NO_TEXT = re.compile(r"\\(?:href|foreignlanguage)\s*\{[^{}]*\}|\\url(?!\s*\{)")

_URL = re.compile(r"\\(?:url|href|nolinkurl)\s*\{(?P<url>(?:[^{}]|\{[^{}]*\})*)\}")
_ADDRESS = {r"\textasciitilde": "~", r"\sim": "~", r"$\sim$": "~", r"\textunderscore": "_", r"\slash": "/"}
_ADDRESS_MACRO = re.compile(r"\$\\sim\$|\\(?:textasciitilde|textunderscore|sim|slash)(?:\{\}|\s+|\b)")
_ESCAPED = re.compile(r"\\([%&_#~{}$])(?:\{\})?")
_GROUP = re.compile(r"\{(\\[%&_#~]|~)\}")

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
    **QUOTES,
}
_QUOTING = ("enquote", "mkbibquote")

# What is said to the printer or at the foot of a page, and is no part of the text.
_SILENT = (
    "cite",
    "citep",
    "citet",
    "parencite",
    "textcite",
    "autocite",
    "footcite",
    "nocite",
    "footnote",
    "index",
    "thanks",
)


@lru_cache(maxsize=4096)
def decode(value: str) -> str:
    """The text that LaTeX would print; braces that only keep capitals are gone, mathematics is as plain as it gets."""
    value = _QUOTED.sub("\N{LEFT SINGLE QUOTATION MARK}\\1\N{RIGHT SINGLE QUOTATION MARK}", value)
    if _PLAIN.fullmatch(value):
        return value
    if _BRACED.fullmatch(value):
        return value.replace("{", "").replace("}", "")
    simple = decode_simple(value)
    if simple is not None:
        return simple
    try:
        text = _decoder().latex_to_text(_escaped(_NO_TEXT.sub("", value)), latex_context=_grammar())
    except Exception:  # noqa: BLE001 - the library raises errors of many kinds, and a text is better than none
        return value
    return str(text).replace("\N{NO-BREAK SPACE}", " ")


def _escaped(value: str) -> str:
    """The value, its signs that are no markup escaped: BibTeX knows no comments, and not each dollar is mathematics."""
    pieces, at = [], 0
    for maths in _MATHS.finditer(value):
        pieces += [_LITERAL.sub(r"\\\g<0>", value[at : maths.start()]), maths[0]]
        at = maths.end()
    return "".join([*pieces, _LITERAL.sub(r"\\\g<0>", value[at:])])


def decode_address(value: str) -> str:
    r"""An address, out of `\url{…}` where it stands in one; in it, `_` and `%` are themselves."""
    match = _URL.search(value)
    bare = match["url"] if match else value
    bare = _ADDRESS_MACRO.sub(lambda found: _ADDRESS[found[0].removesuffix("{}").strip()], bare)
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
    quote = "\N{LEFT DOUBLE QUOTATION MARK}%(2)s\N{RIGHT DOUBLE QUOTATION MARK}"
    macros += [MacroTextSpec(name, simplify_repl=quote) for name in _QUOTING]
    macros += [MacroTextSpec(name, discard=True) for name in _SILENT]
    context.add_context_category("wellspring", prepend=True, macros=macros, specials=[SpecialsTextSpec("&", "&")])
    return LatexNodes2Text(latex_context=context, math_mode="text")


@cache
def _grammar() -> LatexContextDb:
    """Which macros take what stands behind them: of one that it does not know, the decoder prints that."""
    context = get_default_walker_context_db()
    macros = [MacroSpec(name, "*{") for name in _QUOTING] + [MacroSpec(name, "*[[{") for name in _SILENT]
    context.add_context_category("wellspring", prepend=True, macros=macros)
    return context
