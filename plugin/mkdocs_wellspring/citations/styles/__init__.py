"""Styles: how a citation looks in the text, and a source in the list."""

from mkdocs_wellspring.citations.styles.choosing import make_style
from mkdocs_wellspring.citations.styles.numeric import NumericStyle
from mkdocs_wellspring.citations.styles.style import Link, PageStyle, Part, Style, Words

__all__ = ["Link", "NumericStyle", "PageStyle", "Part", "Style", "Words", "make_style"]
