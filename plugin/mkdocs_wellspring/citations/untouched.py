"""Where brackets and keys are no citation, because they are part of something else."""

import re

__all__ = ["inside_link", "inside_tag", "opens_definition"]

# A raw tag or an autolink, as CommonMark draws it, and an e-mail address, as Python-Markdown does:
# https://spec.commonmark.org/0.31.2/#raw-html
_TAG = re.compile(
    r"<!--.*?-->|<(?:/?[A-Za-z][A-Za-z0-9-]*(?:\s+[^\s=<>]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))?)*\s*/?|[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*"
    r"|[^<> !]+@[^@<> ]+)>",
    re.DOTALL,
)
_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_DESCRIBED = re.compile(rf"(?:[^\[\]]|{_BRACKETS.pattern})*+\][(\[]")
_MAIL = re.compile(r"<[^<> !]+@[^@<> ]+>")


def inside_tag(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a paragraph lies within a raw HTML tag, a comment or an autolink, or cuts one."""
    if text.find("<", 0, end) < 0:
        return False
    if any(_is_cut(tag.start(), tag.end(), start, end) for tag in _TAG.finditer(text)):
        return True
    # Without its brackets and spaces, the stretch might leave what is an e-mail address and was none before.
    left = f"{text[:start]}x{text[end:]}"
    return any(mail.start() < start < mail.end() for mail in _MAIL.finditer(left))


def _is_cut(first: int, last: int, start: int, end: int) -> bool:
    """Two stretches meet, and the first is not within the second."""
    return first < end and start < last and not (start <= first and last <= end)


def inside_link(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a paragraph lies within a link's destination, or within an image's description."""
    destination = text.rfind("](", 0, start)
    if destination >= 0 and not re.search(r"[)\n]", text[destination:start]):
        return True
    image = text.rfind("![", 0, start)
    return image >= 0 and "]" not in _BRACKETS.sub("", text[image + 2 : start]) and bool(_DESCRIBED.match(text, end))


def opens_definition(text: str, start: int, end: int) -> bool:
    """Whether brackets stand at the head of a line with a colon behind them, as a definition or a term does."""
    return text[end : end + 1] == ":" and not text[text.rfind("\n", 0, start) + 1 : start].strip()
