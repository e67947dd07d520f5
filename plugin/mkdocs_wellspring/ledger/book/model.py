"""A book that is open: one transaction on what the ledger holds of one account in one mode."""

from dataclasses import dataclass, field

from sqlalchemy import Connection

__all__ = ["Book"]


@dataclass(frozen=True, slots=True)
class Book:
    """The book within a transaction.

    Attributes:
        connection: of the transaction.
        number: of the book in the database.
        secret: the key under which people are hashed.
    """

    connection: Connection
    number: int
    secret: bytes = field(repr=False)
