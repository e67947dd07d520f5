"""Payments as they are kept: fetched whole, written at once, counted, and holding nobody's name.

`records` says what a count is, `count` makes one; the rest serves these two. Importing `records`, `secret`,
`people` or `count` imports neither stripe nor sqlalchemy, so that a build that needs no count does not pay
for them.
"""

__all__: list[str] = []
