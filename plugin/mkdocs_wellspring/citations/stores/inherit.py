"""What an entry of BibTeX has from others: from the one that its `crossref` names, and from those of `xdata`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mkdocs_wellspring.citations.stores.bibfields import Values
from mkdocs_wellspring.citations.text import clean

__all__ = ["Family", "Member"]

_CHAPTERS = frozenset(
    {"bookinbook", "conference", "inbook", "incollection", "inproceedings", "inreference", "suppbook", "suppcollection"}
)
_PERIODICAL = frozenset({"article", "suppperiodical"})
_OWN = frozenset({"crossref", "xref", "entryset", "keywords", "label", "shorttitle", "sorttitle", "xdata", "ids"})
_WHEN = frozenset({"date", "year", "month", "day"})
_DEEPEST = 5
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Member:
    """An entry: its kind in small letters, its own fields, and what takes a finding at one of them."""

    kind: str
    values: Values
    found: Callable[[str, str], None]


class Family:
    """The entries of one file by their keys; capitals make no difference."""

    def __init__(self, members: Mapping[str, Member]) -> None:
        self._by_key = {key.casefold(): member for key, member in members.items()}

    def whole(self, key: str, member: Member) -> Values:
        """The fields of an entry with those that it inherits where it has none of its own."""
        return self._whole(key, member, 0)

    def _whole(self, key: str, member: Member, depth: int) -> Values:
        values = member.values
        if depth > _DEEPEST:
            return values
        for name in filter(None, (name.strip() for name in values.get("xdata", "").split(","))):
            values = {**self._of(key, name, "xdata", member, depth), **values}
        if name := values.get("crossref", "").strip():
            given = _handed_down(member.kind, self._of(key, name, "crossref", member, depth))
            dated = {field: value for field, value in given.items() if field not in _WHEN or not _WHEN & set(values)}
            values = {**dated, **values}
        return values

    def _of(self, key: str, name: str, field: str, member: Member, depth: int) -> Values:
        parent = self._by_key.get(name.casefold())
        if parent is None:
            if depth == 0:
                shown = f"{key[:_LONGEST]} has the {field} {clean(name)[:_LONGEST]}"
                message = f"{shown}, which the file lacks; add that entry or correct the name"
                member.found(field, message)
            return {}
        inherited = self._whole(name, parent, depth + 1)
        return {field: value for field, value in inherited.items() if field not in _OWN}


def _handed_down(kind: str, parent: Values) -> Values:
    """The parent's fields as they are called in a part of it: its title is that of the book, or of the journal."""
    if kind in _CHAPTERS:
        names = {"title": "booktitle", "subtitle": "booksubtitle"}
    elif kind in _PERIODICAL:
        names = {"title": "journaltitle", "subtitle": "journalsubtitle"}
    else:
        return parent
    renamed = {names[field]: value for field, value in parent.items() if field in names}
    return {**renamed, **{field: value for field, value in parent.items() if field not in names}}
