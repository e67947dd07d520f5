"""Styles: how a citation looks in the text, and a source in the list."""

from mkdocs_wellspring.citations.styles.choosing import make_style

__all__ = ["make_style"]
