"""The front-matter keys of furniture, by which a page is known to have some."""

__all__ = ["KEYS", "OF_SITE"]

OF_SITE = ("disclaimer", "method", "funding")
"""The texts that a site may have for all its pages; a page says `true` for it."""

KEYS = frozenset(
    {
        *("claim", "verdict", "checked", "reviewed_by", "published", "updated", "next_review"),
        *("disclaimer", "summary", "method", "funding", "changes", "corrections"),
    }
)
"""The front-matter keys of furniture."""
