"""The pretend Stripe fails where it was asked to: a layer between the connection and the application."""

import asyncio
import json
import time
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mkdocs_wellspring.sandbox import wire
from mkdocs_wellspring.sandbox.faults import Faults, Plan
from mkdocs_wellspring.sandbox.twists import TWISTS

__all__ = ["Faulty"]

_LOOK_EVERY_S = 0.02
_RETRY_AFTER_S = 1
_DRIBBLE_S = 0.5
_ERRORS = (500, 502, 503)
_GARBAGE = b'\x1f\x8b\x00{"object": \xff\xfe'
_PAGE = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>\n"


@dataclass(frozen=True, slots=True)
class _Answer:
    """A whole answer; its length is said with it."""

    status: int
    kind: str
    body: bytes
    more: tuple[tuple[bytes, bytes], ...] = ()

    def start(self) -> Message:
        """The message that begins it."""
        headers = [
            (b"content-type", self.kind.encode()),
            (b"content-length", str(len(self.body)).encode()),
            *self.more,
        ]
        return {"type": "http.response.start", "status": self.status, "headers": headers}


@dataclass(frozen=True, slots=True)
class _Exchange:
    """One request, and the means to answer it."""

    app: ASGIApp
    scope: Scope
    receive: Receive
    send: Send

    async def true(self) -> _Answer:
        """What the application answers; none of it is sent."""
        started: dict[str, Any] = {}
        body = bytearray()

        async def keep(message: Message) -> None:
            started.update(message if message["type"] == "http.response.start" else {})
            body.extend(message.get("body", b""))

        await self.app(self.scope, self.receive, keep)
        headers = [(name.lower(), value) for name, value in started["headers"]]
        kind = dict(headers).get(b"content-type", b"")
        more = tuple((n, value) for n, value in headers if n not in (b"content-type", b"content-length"))
        return _Answer(started["status"], kind.decode(), bytes(body), more)

    async def say(self, answer: _Answer) -> None:
        """The whole answer has been sent."""
        await self.send(answer.start())
        await self.send({"type": "http.response.body", "body": answer.body})

    async def begin(self, answer: _Answer, length: int) -> None:
        """The headers of the answer and its first bytes have been sent."""
        await self.send(answer.start())
        await self.go_on(answer.body[:length])

    async def go_on(self, part: bytes) -> None:
        """The next bytes of an answer have been sent."""
        await self.send({"type": "http.response.body", "body": part, "more_body": True})


class Faulty:
    """Passes requests on to `app`, apart from those below `/v1` that meet one of the faults."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The request has been answered, truly or not, or its connection has been cut."""
        plan = self._faults.take(scope["path"]) if scope["type"] == "http" else None
        if plan is None:
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(self._app, scope, receive, send)
        if plan.fault.kind in TWISTS:
            await self._twist(exchange, plan)
        else:
            await self._break(exchange, plan)

    async def _twist(self, exchange: _Exchange, plan: Plan) -> None:
        kind = plan.fault.kind
        scope = _first_page(exchange.scope) if kind == "loop" else exchange.scope
        answer = await replace(exchange, scope=scope).true()
        truth = _decoded(answer)
        told = TWISTS[kind](truth)
        if told == truth and scope is exchange.scope:
            self._faults.give_back(plan)
            await exchange.say(answer)
            return
        await exchange.say(replace(answer, body=json.dumps(told, ensure_ascii=False).encode()))

    async def _break(self, exchange: _Exchange, plan: Plan) -> None:
        match plan.fault.kind:
            case "reset":
                await self._half(exchange)
                await wire.reset(exchange.scope, exchange.receive)
            case "truncated":
                await self._half(exchange)
                await wire.close(exchange.scope, exchange.receive)
            case "hang":
                await self._hang(exchange, plan)
            case "dribble":
                await self._dribble(exchange, plan)
            case _:
                await exchange.say(_instead(plan))

    async def _half(self, exchange: _Exchange) -> None:
        answer = await exchange.true()
        await exchange.begin(answer, len(answer.body) // 2)

    async def _hang(self, exchange: _Exchange, plan: Plan) -> None:
        await self._wait(exchange, plan.fault.seconds, self._faults.lifted)
        if self._over(exchange):
            await wire.reset(exchange.scope, exchange.receive)
        else:
            await self._app(exchange.scope, exchange.receive, exchange.send)

    async def _dribble(self, exchange: _Exchange, plan: Plan) -> None:
        pause_s = _DRIBBLE_S if plan.fault.seconds is None else plan.fault.seconds
        lifted = self._faults.lifted
        answer = await exchange.true()
        await exchange.begin(answer, 0)
        sent = 0
        while self._faults.lifted == lifted and sent < len(answer.body) and not self._over(exchange):
            await exchange.go_on(answer.body[sent : sent + 1])
            sent += 1
            await self._wait(exchange, pause_s, lifted)
        if self._over(exchange):
            await wire.reset(exchange.scope, exchange.receive)
        else:
            await exchange.send({"type": "http.response.body", "body": answer.body[sent:]})

    async def _wait(self, exchange: _Exchange, seconds: float | None, lifted: int) -> None:
        """The time is over, or the fault was lifted, or there is nobody any more to wait for."""
        end = float("inf") if seconds is None else time.monotonic() + seconds
        # No asyncio.Event: the faults are lifted by other threads too, and have no loop.
        while self._faults.lifted == lifted and not self._over(exchange) and (left := end - time.monotonic()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(min(left, _LOOK_EVERY_S))

    def _over(self, exchange: _Exchange) -> bool:
        return self._faults.stopped or wire.closed(exchange.scope)


def _instead(plan: Plan) -> _Answer:
    """What is said in place of the true answer."""
    kind, json_type = plan.fault.kind, "application/json"
    if kind == "garbage":
        return _Answer(HTTPStatus.OK, json_type, _GARBAGE)
    if kind == "html":
        return _Answer(HTTPStatus.OK, "text/html; charset=utf-8", _PAGE.format("Please sign in").encode())
    if kind == "429":
        seconds = _RETRY_AFTER_S if plan.fault.seconds is None else plan.fault.seconds
        error = {"type": "invalid_request_error", "code": "rate_limit", "message": "Too many requests."}
        wait = ((b"retry-after", f"{seconds:g}".encode()),)
        return _Answer(HTTPStatus.TOO_MANY_REQUESTS, json_type, json.dumps({"error": error}).encode(), wait)
    status = HTTPStatus(_ERRORS[(plan.met - 1) % len(_ERRORS)] if kind == "5xx" else int(kind))
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        error = {"type": "api_error", "message": "An unknown error occurred."}
        return _Answer(status, json_type, json.dumps({"error": error}).encode())
    return _Answer(status, "text/html", _PAGE.format(f"{status.value} {status.phrase}").encode())


def _first_page(scope: Scope) -> Scope:
    """The same question without a cursor; the very same where it has none."""
    pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    rest = [(name, value) for name, value in pairs if name not in ("starting_after", "ending_before")]
    return scope if rest == pairs else {**scope, "query_string": urlencode(rest).encode()}


def _decoded(answer: _Answer) -> Any:
    return json.loads(answer.body) if answer.status == HTTPStatus.OK else None
