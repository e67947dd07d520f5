"""Events are posted to the webhook endpoints, signed as Stripe signs them: https://docs.stripe.com/webhooks."""

import hashlib
import heapq
import hmac
import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

from mkdocs_wellspring.sandbox.account import Account
from mkdocs_wellspring.sandbox.records import Endpoint, Event
from mkdocs_wellspring.sandbox.shapes import show_event

__all__ = ["Deliveries", "signature"]

WAITS_S = (0.2, 1.0, 5.0)
"""How long to wait before each further try (Stripe tries for three days)."""

_TIMEOUT_S = 5.0


def signature(secret: str, payload: bytes, moment: int) -> str:
    """The header `Stripe-Signature`: https://docs.stripe.com/webhooks#verify-manually."""
    signed = hmac.new(secret.encode(), f"{moment}.".encode() + payload, hashlib.sha256).hexdigest()
    return f"t={moment},v1={signed}"


@dataclass(frozen=True, order=True, slots=True)
class _Post:
    """One event for one endpoint, not to be tried before `due`; the number keeps the order of events."""

    due: float
    number: int
    event: str = field(compare=False)
    payload: bytes = field(compare=False)
    endpoint: Endpoint = field(compare=False)
    tried: int = field(compare=False, default=0)


class Deliveries:
    """What is still to be posted of what happens in `account`.

    A thread of its own posts it, which ends when nothing is left, so that no answer ever waits for a receiver.
    """

    def __init__(self, account: Account, clock: Callable[[], int], waits_s: tuple[float, ...] = WAITS_S) -> None:
        self._endpoints = account.endpoints
        self._clock = clock
        self._waits_s = waits_s
        self._posts: list[_Post] = []
        self._pending: Counter[str] = Counter()
        self._made = 0
        self._changed = threading.Condition()
        self._working = False
        account.listen(self._post)

    def pending(self, event: str) -> int:
        """How many endpoints have not taken the event of that id, those included on which we gave up."""
        return self._pending[event]

    def _post(self, event: Event) -> None:
        wanting = [endpoint for endpoint in self._endpoints if endpoint.wants(event.type)]
        if not wanting:
            return
        payload = json.dumps(show_event(event, len(wanting)), indent=2).encode()
        with self._changed:
            self._pending[event.id] += len(wanting)
            for endpoint in wanting:
                heapq.heappush(self._posts, _Post(time.monotonic(), self._made, event.id, payload, endpoint))
                self._made += 1
            self._changed.notify()
            if not self._working:
                self._working = True
                threading.Thread(target=self._work, name="webhooks", daemon=True).start()

    def _work(self) -> None:
        while (post := self._next()) is not None:
            taken = _taken(post, self._clock())
            with self._changed:
                if taken:
                    self._pending[post.event] -= 1
                elif post.tried < len(self._waits_s):
                    due = time.monotonic() + self._waits_s[post.tried]
                    again = _Post(due, post.number, post.event, post.payload, post.endpoint, post.tried + 1)
                    heapq.heappush(self._posts, again)

    def _next(self) -> _Post | None:
        """What is to be posted now; None, and the thread is at its end, where nothing is left."""
        with self._changed:
            while self._posts:
                wait_s = self._posts[0].due - time.monotonic()
                if wait_s <= 0:
                    return heapq.heappop(self._posts)
                self._changed.wait(wait_s)
            self._working = False
            return None


def _taken(post: _Post, moment: int) -> bool:
    """The endpoint has answered that it took the event. No proxy and no other setting of the environment is used."""
    parts = urlsplit(post.endpoint.url)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Stripe-Signature": signature(post.endpoint.secret, post.payload, moment),
        "User-Agent": "Wellspring sandbox",
    }
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_TIMEOUT_S)
    try:
        connection.request(
            "POST", f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", post.payload, headers
        )
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
