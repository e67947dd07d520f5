"""The ledger's tables, through SQLAlchemy Core, so that SQLite and PostgreSQL are one to us.

Moments are whole seconds since 1970, amounts minor units. A `book` is what belongs to one account in one mode.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

__all__ = [
    "BOOKS",
    "CHARGES",
    "DIRTY",
    "DISPUTES",
    "EVENTS",
    "GAPS",
    "OF_BOOKS",
    "OF_VIEWS",
    "ORIGINS",
    "PREFIX",
    "REFUNDS",
    "SCHEMA",
    "SCHEMA_VERSION",
    "SHARES",
    "STREAMS",
    "SUBSCRIPTIONS",
    "TABLES",
    "TOKENS",
    "TOTALS",
    "UNSETTLED",
    "VIEWS",
]

SCHEMA_VERSION = 3
PREFIX = "wellspring_"
TABLES = MetaData()


def _table(name: str, *columns: Column[object] | Index | UniqueConstraint, compact: bool = False) -> Table:
    """`compact`: SQLite keeps the rows in their key's order, and no second copy of the key."""
    return Table(f"{PREFIX}{name}", TABLES, *columns, sqlite_with_rowid=not compact)


def _book() -> Column[object]:
    return Column("book", Integer, ForeignKey(f"{PREFIX}books.book"), primary_key=True, autoincrement=False)


def _view() -> Column[object]:
    return Column("view", Integer, ForeignKey(f"{PREFIX}views.view"), primary_key=True, autoincrement=False)


def _id(name: str = "id") -> Column[object]:
    return Column(name, String(255), primary_key=True)


def _number(name: str, *, null: bool = False) -> Column[object]:
    return Column(name, BigInteger, nullable=null)


SCHEMA = _table("schema", Column("version", Integer, nullable=False))

BOOKS = Table(
    f"{PREFIX}books",
    TABLES,
    Column("book", Integer, primary_key=True),
    Column("mark", String(32), nullable=False, unique=True),
    Column("key", String(32), nullable=False),
    Column("mode", String(8), nullable=False),
    _number("used_s"),
    Column("last_person", Integer, nullable=False),
    Column("round", Integer, nullable=False),
    _number("whole_s"),
    Column("holder", String(255), nullable=False),
    _number("held_until_s"),
    sqlite_autoincrement=True,  # a book that is gone leaves its number to none that comes after
)
"""`mark` tells the account, `key` the key under which people are hashed. `round` goes up with each look at everything,
the last of which was at `whole_s`; `holder` brings the book up to date just now."""

STREAMS = _table(
    "streams",
    _book(),
    _id("name"),
    _number("low"),
    _number("newest", null=True),
    _number("wide_s"),
    _number("synced_s"),
    Column("whole", Boolean, nullable=False),
)
"""What was listed of one kind: from `low`, with `newest` the latest that was seen, but for the gaps.

`whole` while everything is being looked at again.
"""

GAPS = _table(
    "gaps",
    Column("gap", Integer, primary_key=True),
    Column("book", Integer, ForeignKey(f"{PREFIX}books.book"), nullable=False),
    Column("name", String(255), nullable=False),
    _number("low"),
    _number("high", null=True),
)
"""Times of which not everything has been listed: from `low`, inclusive, to `high`, exclusive, or to now."""

CHARGES = _table(
    "charges",
    _book(),
    _id(),
    Column("intent", String(255), nullable=False),
    _number("created"),
    _number("amount"),
    _number("refunded"),
    _number("returned"),
    Column("held", SmallInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("state", SmallInteger, nullable=False),
    Column("campaign", String(500), nullable=False),
    Column("person", Integer, nullable=False),
    Column("round", Integer, nullable=False),
    Index(f"{PREFIX}charges_person", "book", "person"),
    Index(f"{PREFIX}charges_created", "book", "created"),
    Index(f"{PREFIX}charges_intent", "book", "intent"),
)
"""`refunded` is what the charge says, `returned` what its refunds come to, `held` what its disputes do to it."""

TOKENS = _table(
    "tokens",
    _book(),
    Column("token", LargeBinary(16), primary_key=True),
    Column("person", Integer, nullable=False),
    Index(f"{PREFIX}tokens_person", "book", "person"),
    compact=True,
)

REFUNDS = _table(
    "refunds",
    _book(),
    _id(),
    Column("subject", String(255), nullable=False),
    _number("created"),
    _number("amount"),
    Column("alive", Boolean, nullable=False),
    Column("round", Integer, nullable=False),
    Index(f"{PREFIX}refunds_subject", "book", "subject"),
)

DISPUTES = _table(
    "disputes",
    _book(),
    _id(),
    Column("charge", String(255), nullable=False),
    _number("created"),
    Column("held", SmallInteger, nullable=False),
    Column("round", Integer, nullable=False),
    Index(f"{PREFIX}disputes_charge", "book", "charge"),
)

ORIGINS = _table("origins", _book(), _id("subject"), _id("kind"), _id("value"), compact=True)

SUBSCRIPTIONS = _table(
    "subscriptions",
    _book(),
    _id(),
    _number("created"),
    Column("state", String(16), nullable=False),
    _number("period"),
    _number("amount", null=True),
    Column("currency", String(3), nullable=False),
    Column("campaign", String(500), nullable=False),
    Column("person", Integer, nullable=False),
    Column("round", Integer, nullable=False),
)
"""`period` is when the latest period began; of one that is past due, that in which it was first seen to be so."""

UNSETTLED = _table("unsettled", _book(), _id("kind"), _id(), _number("due"), compact=True)
"""What is not final, and when it is to be asked for again."""

EVENTS = _table("events", _book(), _id(), _number("received"), compact=True)

VIEWS = _table(
    "views",
    Column("view", Integer, primary_key=True),
    Column("book", Integer, ForeignKey(f"{PREFIX}books.book"), nullable=False),
    Column("definition", String(16), nullable=False),
    _number("first", null=True),
    _number("end", null=True),
    _number("used_s"),
    UniqueConstraint("book", "definition"),
)
"""A definition whose tally is kept: for each person in `shares`, summed up in `totals`; `dirty` are out of date."""

SHARES = _table(
    "shares",
    _view(),
    Column("person", Integer, primary_key=True, autoincrement=False),
    Column("reason", SmallInteger, primary_key=True, autoincrement=False),
    Column("payments", Integer, nullable=False),
    _number("amount"),
    compact=True,
)

TOTALS = _table(
    "totals",
    _view(),
    Column("reason", SmallInteger, primary_key=True, autoincrement=False),
    Column("people", Integer, nullable=False),
    Column("payments", Integer, nullable=False),
    _number("amount"),
    compact=True,
)

DIRTY = _table(
    "dirty",
    Column("dirt", Integer, primary_key=True),
    Column("view", Integer, ForeignKey(f"{PREFIX}views.view"), nullable=False),
    Column("person", Integer, nullable=False),
)

OF_VIEWS = (SHARES, TOTALS, DIRTY)
OF_BOOKS = (CHARGES, TOKENS, REFUNDS, DISPUTES, ORIGINS, SUBSCRIPTIONS, UNSETTLED, EVENTS, GAPS, STREAMS)
