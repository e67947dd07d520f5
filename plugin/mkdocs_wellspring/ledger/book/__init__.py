"""The book of one account: its tables, what is written into them, and the tallies that are kept of them."""

from mkdocs_wellspring.ledger.book.model import Book

__all__ = ["Book"]
