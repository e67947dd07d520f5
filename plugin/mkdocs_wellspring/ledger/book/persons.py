"""Who is one person: gifts that share an address or a customer are joined, over any number of steps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select, update

from mkdocs_wellspring.ledger.book.model import Book
from mkdocs_wellspring.ledger.book.schema import BOOKS, CHARGES, SUBSCRIPTIONS, TOKENS

__all__ = ["Joined", "join_people"]


@dataclass(frozen=True, slots=True)
class Joined:
    """The person of each token that was asked for, and the numbers of those who are no longer people of their own."""

    person: Mapping[bytes, int]
    gone: frozenset[int]


def join_people(book: Book, givers: Sequence[tuple[bytes, ...]]) -> Joined:
    """Each giver's tokens are one person's, in the book as well; a new person gets a new number.

    Of two who turn out to be one, the older number stays. The joining is never undone: that two gifts once shared
    an address is as true tomorrow.
    """
    wanted = {token for tokens in givers for token in tokens}
    known = _known(book, wanted)
    last = first = book.connection.execute(select(BOOKS.c.last_person).where(BOOKS.c.book == book.number)).scalar_one()
    above: dict[int, int] = {}
    fresh: dict[bytes, int] = {}
    for tokens in givers:
        people = {_root(above, found) for token in tokens if (found := known.get(token) or fresh.get(token))}
        if not people:
            last += 1
            people = {last}
        person = min(people)
        above.update({other: person for other in people if other != person})
        fresh.update({token: person for token in tokens if token not in known})
    if fresh:
        rows = [
            {"book": book.number, "token": token, "person": _root(above, person)} for token, person in fresh.items()
        ]
        book.connection.execute(insert(TOKENS), rows)
    if last > first:
        book.connection.execute(update(BOOKS).where(BOOKS.c.book == book.number).values(last_person=last))
    gone = {number: _root(above, number) for number in above if number <= first}
    for number, person in gone.items():
        for table in (TOKENS, CHARGES, SUBSCRIPTIONS):
            mine = (table.c.book == book.number) & (table.c.person == number)
            book.connection.execute(update(table).where(mine).values(person=person))
    return Joined({token: _root(above, known.get(token) or fresh[token]) for token in wanted}, frozenset(gone))


def _known(book: Book, tokens: Iterable[bytes]) -> dict[bytes, int]:
    query = select(TOKENS.c.token, TOKENS.c.person).where(
        TOKENS.c.book == book.number, TOKENS.c.token.in_(sorted(tokens))
    )
    return {bytes(token): person for token, person in book.connection.execute(query)}


def _root(above: Mapping[int, int], person: int) -> int:
    while person in above:
        person = above[person]
    return person
