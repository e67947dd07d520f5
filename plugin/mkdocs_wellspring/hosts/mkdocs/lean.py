"""A script of ours without what only its authors read."""

import re

__all__ = ["lean"]


def lean(script: str) -> str:
    """The script without comments, indentation and room round signs: the same program in fewer bytes.

    Meant for our own scripts, which end each statement with a semicolon, hold no template literal, no `'…'`, and no
    regular expression with a blank, a quotation mark or two slashes in it.
    """
    pieces = re.split(r'("[^"\n]*")', re.sub(r"^\s*//.*\n", "", script, flags=re.MULTILINE))
    pieces[::2] = map(_without_room, pieces[::2])
    return "".join(pieces)


def _without_room(code: str) -> str:
    code = re.sub(r"//.*|^\s+", "", code, flags=re.MULTILINE)
    code = re.sub(r"\s*([=(){}\[\];,<>&|?:*])\s*", r"\1", code)
    return re.sub(r"(?<![\w$])\((\w+)\)=>", r"\1=>", code).replace(";}", "}")
