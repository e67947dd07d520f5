"""The element that stands for a citation in a page's HTML until the whole page is known."""

__all__ = ["AFFIXES", "LEFT", "MARK", "RAW"]

MARK = "wellspring-cite"
"""The element; its attribute `raw` is the citation as written."""

RAW, AFFIXES = "raw", "affixes"

LEFT = ' left=""'
"""What a mark has behind `raw` where the citation itself stands behind the mark."""
