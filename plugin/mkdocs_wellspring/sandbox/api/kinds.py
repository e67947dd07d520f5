"""One kind of thing, listed and read in the way that all kinds are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Generic, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from mkdocs_wellspring.sandbox.account import Account
from mkdocs_wellspring.sandbox.api.answers import Clock, Endpoint, View, answer, base_of
from mkdocs_wellspring.sandbox.api.filters import Filter
from mkdocs_wellspring.sandbox.collection import Collection, Record
from mkdocs_wellspring.sandbox.keys import Keys
from mkdocs_wellspring.sandbox.parameters import Parameters
from mkdocs_wellspring.sandbox.refusals import missing
from mkdocs_wellspring.sandbox.shapes import Shape, listed

__all__ = ["Expansion", "Kind", "listing", "parts", "reading"]

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Expansion:
    """A property that can be shown in full: how, and with which right besides that to the thing itself."""

    show: Callable[[Any], Any]
    right: str | None = None


@dataclass(frozen=True, slots=True)
class Kind(Generic[R]):
    """One kind of thing.

    Attributes:
        kind: its name in messages.
        path: where it is listed, below `/v1`.
        noun: its name in the names of rights.
        held: the records.
        show: a record as Stripe shows it.
        filters: by what a listing may be narrowed.
        expansions: what can be shown in full.
        by_created: a listing may be bounded in time.
    """

    kind: str
    path: str
    noun: str
    held: Collection[R]
    show: Callable[[R, View], Shape]
    filters: tuple[Filter, ...] = ()
    expansions: Mapping[str, Expansion] = field(default_factory=dict)
    by_created: bool = True

    def found(self, id_: str, param: str = "id", status: HTTPStatus = HTTPStatus.NOT_FOUND) -> R:
        """The record of that id; Refusal where there is none."""
        item = self.held.get(id_)
        if item is None:
            raise missing(self.kind, id_, param, status)
        return item


def listing(kind: Kind[R], account: Account, keys: Keys, clock: Clock) -> Endpoint:
    """Answers with the page that is asked for, newest first."""

    async def endpoint(request: Request) -> Response:
        parameters = Parameters.decoded(request.url.query)
        query = parameters.query(by_created=kind.by_created)
        wanted = [keeps for keeps in (read(parameters) for read in kind.filters) if keeps is not None]
        expanded = _expanded(kind, parameters, "data.")
        _check_rights(expanded, request, keys, account)
        parameters.finish()
        for name in ("starting_after", "ending_before"):
            cursor = getattr(query, name)
            if cursor is not None:
                kind.found(cursor, name, HTTPStatus.BAD_REQUEST)
        page = kind.held.page(query, lambda item: all(keeps(item) for keeps in wanted))
        view = View(base_of(request), clock())
        items = [_shown(kind, item, view, expanded) for item in page.items]
        return answer(listed(items, f"/v1{kind.path}", has_more=page.has_more))

    return endpoint


def reading(kind: Kind[R], account: Account, keys: Keys, clock: Clock) -> Endpoint:
    """Answers with the one that is asked for."""

    async def endpoint(request: Request) -> Response:
        parameters = Parameters.decoded(request.url.query)
        expanded = _expanded(kind, parameters)
        _check_rights(expanded, request, keys, account)
        parameters.finish()
        item = kind.found(request.path_params["id"])
        return answer(_shown(kind, item, View(base_of(request), clock()), expanded))

    return endpoint


def parts(kind: Kind[R], path: str, show: Callable[[R], list[Shape]], owner: str | None = None) -> Endpoint:
    """Answers with a page of what one of the kind is made of, first to last.

    Args:
        kind: whose parts they are.
        path: where they are listed, below `/v1`.
        show: the parts as Stripe shows them.
        owner: the parameter that says of which one; None where the path does.
    """

    async def endpoint(request: Request) -> Response:
        parameters = Parameters.decoded(request.url.query)
        query = parameters.query(by_created=False)
        id_ = request.path_params["id"] if owner is None else parameters.required(owner)
        parameters.finish()
        shapes = show(kind.found(id_, owner or "id", HTTPStatus.BAD_REQUEST if owner else HTTPStatus.NOT_FOUND))
        places = {shape["id"]: place for place, shape in enumerate(shapes)}
        low, high = 0, len(shapes)
        for cursor, param in ((query.starting_after, "starting_after"), (query.ending_before, "ending_before")):
            if cursor is not None and cursor not in places:
                raise missing("item", cursor, param, HTTPStatus.BAD_REQUEST)
        if query.starting_after is not None:
            low = places[query.starting_after] + 1
        if query.ending_before is not None:
            high = places[query.ending_before]
            page, more = shapes[max(0, high - query.limit) : high], high > query.limit
        else:
            page, more = shapes[low : low + query.limit], high - low > query.limit
        return answer(listed(page, f"/v1{path.replace('{id}', id_)}", has_more=more))

    return endpoint


def _shown(kind: Kind[R], item: R, view: View, expanded: Mapping[str, Expansion]) -> Shape:
    shape = kind.show(item, view)
    for name, expansion in expanded.items():
        shape[name] = expansion.show(item)
    return shape


def _expanded(kind: Kind[R], parameters: Parameters, prefix: str = "") -> dict[str, Expansion]:
    asked = parameters.expansions([prefix + name for name in kind.expansions])
    return {name: kind.expansions[name] for name in (what.removeprefix(prefix) for what in asked)}


def _check_rights(expanded: Mapping[str, Expansion], request: Request, keys: Keys, account: Account) -> None:
    for expansion in expanded.values():
        if expansion.right is not None:
            keys.demand(request.state.key, expansion.right, account.id)
