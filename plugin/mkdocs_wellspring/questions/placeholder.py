"""What stands for a page's questions until all pages are known."""

__all__ = ["PLACE"]

PLACE = "<!--wellspring-questions-->"
"""Where the block stands in a page's HTML, until all pages are known."""
