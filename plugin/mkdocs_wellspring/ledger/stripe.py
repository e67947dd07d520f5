"""The payments API, by the official client: the only file that imports stripe, and only when it is asked.

What the client does by itself and must not do here was tried with stripe-python 16.1.0 in 2026-11: a
`~/.netrc` replaces the key, telemetry writes into the home folder, 429 is never retried, debug logging prints
whole answers, and errors carry them.
"""

import logging
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock, local
from typing import TYPE_CHECKING, Any

from mkdocs_wellspring.errors import PaymentsError, PaymentsMalformed
from mkdocs_wellspring.ledger.api import events
from mkdocs_wellspring.ledger.api.failures import Failure, Refusal, malformed, refused, retry_after_s, unreachable
from mkdocs_wellspring.ledger.api.limiter import Limiter, rate_to
from mkdocs_wellspring.ledger.api.listing import (
    Listing,
    Page,
    checked,
    checked_list,
    checked_made,
    checked_one,
    is_id,
    of_kind,
)
from mkdocs_wellspring.ledger.api.parts import completed
from mkdocs_wellspring.ledger.api.transport import Broken, Garbled, fetch, new_session
from mkdocs_wellspring.ledger.deadline import Deadline
from mkdocs_wellspring.ledger.records import Mode
from mkdocs_wellspring.ledger.secret import SecretKey

if TYPE_CHECKING:
    from requests import Session
    from stripe import StripeClient, StripeError

__all__ = ["STRIPE_VERSION", "StripeAPI", "verified_event"]

STRIPE_VERSION = "2026-05-27.dahlia"
"""The version of the API whose official description this code was held against."""

_ATTEMPTS = 4
_PAGE = 100  # the most that Stripe gives at once


@dataclass(frozen=True, slots=True)
class _Question:
    kind: str
    path: str
    params: Mapping[str, Any]
    idempotency_key: str | None = None  # something is to be made or changed, once


class StripeAPI:
    """Stripe, or another server that speaks as it does. Several threads may ask at once.

    Attributes:
        mode: whose money the key gives access to.
    """

    mode: Mode

    def __init__(  # noqa: PLR0913  the last three are for tests
        self,
        key: SecretKey,
        base: str | None,
        deadline: Deadline,
        *,
        pause_s: float = 0.5,
        rate_per_s: float | None = None,
        jitter: Callable[[float, float], float] = random.uniform,
    ) -> None:
        """Nothing is asked yet.

        Args:
            key: what is sent; `permissions` says what it must be allowed to read.
            base: the address of another server; None for Stripe's own.
            deadline: after it nothing more is asked.
            pause_s: the longest pause before the first repetition of a request that failed; the next are each
                twice as long at most.
            rate_per_s: so many requests a second at most; by default 20, and no limit on this very machine.
            jitter: a number between the two that it gets.

        Raises:
            ConfigurationError: the key is none, or is live and would go to another server.
        """
        self.mode = key.mode(base)
        self._key, self._base, self._deadline = key, base, deadline
        self._pause_s, self._jitter = pause_s, jitter
        self._limiter = Limiter(rate_to(base) if rate_per_s is None else rate_per_s)
        self._own = local()
        self._lock = Lock()
        self._sessions: list[Session] = []
        self._requests = 0

    @property
    def requests(self) -> int:
        """How many requests were made so far, repetitions included."""
        return self._requests

    def page(
        self, listing: Listing, *, low: int | None = None, below: int | None = None, after: str | None = None
    ) -> Page:
        """A hundred objects of the listing at most: the newest, or those that follow the object `after`.

        Args:
            listing: what is asked for.
            low: nothing older, in seconds since 1970.
            below: nothing that is as new.
            after: the id of the object before the page.

        Raises:
            PaymentsUnavailable: no answer in four attempts or in time, or none for this key.
            PaymentsMalformed: the answer is no such page.
        """
        bounds = {name: value for name, value in (("gte", low), ("lt", below)) if value is not None}
        params = {
            **listing.params,
            "limit": _PAGE,
            **({"created": bounds} if bounds else {}),
            **({} if after is None else {"starting_after": after}),
        }
        answer = self._ask(_Question(listing.kind, listing.path, params))
        if isinstance(answer, Failure):
            raise answer.error
        page = checked(answer, listing, mode=self.mode, low=low, below=below, after=after)
        return Page(tuple(self._completed(each, listing) for each in page.objects), page.more)

    def one(self, kind: str, identifier: str) -> Mapping[str, Any] | None:
        """The object of that id, expanded as its listing expands it; None where the account has none.

        Raises:
            PaymentsUnavailable: no answer in four attempts or in time, or none for this key.
            PaymentsMalformed: the answer is no such object, or the id can be none.
        """
        if not is_id(identifier):
            raise PaymentsMalformed(
                "Nothing was asked for an id that Stripe cannot have given: see who sends to the webhook."
            )
        listing = of_kind(kind)
        expand = [name.removeprefix("data.") for name in listing.params.get("expand", [])]
        params = {"expand": expand} if expand else {}
        answer = self._ask(_Question(kind, f"{listing.path}/{identifier}", params))
        if not isinstance(answer, Failure):
            return self._completed(checked_one(answer, kind, identifier, mode=self.mode), listing)
        if answer.missing:
            return None
        raise answer.error

    def post(
        self, kind: str, params: Mapping[str, Any], *, idempotency_key: str, identifier: str | None = None
    ) -> Mapping[str, Any]:
        """A new object of that kind; with `identifier`, the object of that id, changed.

        A repetition, by us or by whoever gives the same key within a day, makes nothing twice:
        https://docs.stripe.com/api/idempotent_requests.

        Raises:
            Refused: the API does not take these parameters.
            PaymentsUnavailable: no answer in four attempts or in time, or none for this key.
            PaymentsMalformed: the answer is no such object.
        """
        path = of_kind(kind).path if identifier is None else f"{of_kind(kind).path}/{identifier}"
        answer = self._ask(_Question(kind, path, params, idempotency_key))
        if isinstance(answer, Failure):
            raise answer.error
        if identifier is None:
            return checked_made(answer, kind, mode=self.mode)
        return checked_one(answer, kind, identifier, mode=self.mode)

    def close(self) -> None:
        """The connections of all threads are closed."""
        with self._lock:
            sessions, self._sessions = self._sessions, []
        for session in sessions:
            session.close()

    def _completed(self, thing: Mapping[str, Any], listing: Listing) -> Mapping[str, Any]:
        """The object with all of its parts, where they are wanted."""
        if listing.parts is None:
            return thing

        def ask(path: str, params: Mapping[str, Any]) -> tuple[list[Mapping[str, Any]], bool]:
            answer = self._ask(_Question(listing.kind, path, {**params, "limit": _PAGE}))
            if isinstance(answer, Failure):
                raise answer.error
            return checked_list(answer)

        return completed(thing, listing.parts, ask)

    def _ask(self, question: _Question) -> object:
        for attempt in range(1, _ATTEMPTS + 1):
            self._limiter.wait(self._deadline)
            with self._lock:
                self._requests += 1
            answer = _answer(self._client(), question)
            if not isinstance(answer, Failure) or not answer.passing or attempt == _ATTEMPTS:
                return answer
            self._limiter.hold(answer.retry_after_s)  # the other threads wait as well
            self._deadline.pause(self._jitter(0, self._pause_s * 2 ** (attempt - 1)))
        raise AssertionError  # the last attempt returns

    def _client(self) -> "StripeClient":
        """The client of this thread: sessions are not made to be shared."""
        client: StripeClient | None = getattr(self._own, "client", None)
        if client is None:
            client, session = _new_client(self._key, self._base, self._deadline)
            self._own.client = client
            with self._lock:
                self._sessions.append(session)
        return client


def verified_event(payload: bytes, signature: str, secret: str, *, now: datetime) -> Mapping[str, Any]:
    """The event in `payload`, which was signed with `secret` within five minutes of `now`.

    The client accepts a signature of next year (stripe-python 16.1.0, tried 2026-11); it is refused here.

    Args:
        payload: the body of the request, to the byte.
        signature: its Stripe-Signature header.
        secret: of the webhook endpoint: `whsec_…`.
        now: the time.

    Raises:
        PaymentsMalformed: there is no such event.
    """
    return events.verified(payload, signature, secret, now=now, is_signed=_is_signed)


def _is_signed(payload: bytes, signature: str, secret: str) -> bool:
    import stripe  # noqa: PLC0415

    try:
        stripe.WebhookSignature.verify_header(payload, signature, secret.strip())
    except Exception:  # noqa: BLE001  a signature of letters that are not ASCII, for one, is a TypeError
        return False
    return True


def _new_client(key: SecretKey, base: str | None, deadline: Deadline) -> "tuple[StripeClient, Session]":
    import stripe  # noqa: PLC0415  it takes long to import, and a build with a fresh snapshot does not need it

    stripe.enable_telemetry = False
    logging.getLogger("stripe").addFilter(_without_answers)
    # The client's own variable would print answers and errors to the terminal, addresses included.
    stripe.log = None
    stripe._util.STRIPE_LOG = None  # noqa: SLF001  there is no other way to say so

    address = base or stripe.DEFAULT_API_BASE
    session = new_session(address)

    class Client(stripe.RequestsClient):
        # The base class says that a body is text; the client itself gives bytes, as its RequestsClient does.
        def request(  # type: ignore[override]
            self, method: str, url: str, headers: Mapping[str, str] | None, post_data: object = None
        ) -> tuple[bytes, int, Mapping[str, str]]:
            body = post_data if isinstance(post_data, str) else None  # a form; files are never sent
            return fetch(session, method, url, headers, deadline, body=body)

    client = stripe.StripeClient(
        key.reveal(),
        base_addresses={"api": address},
        http_client=Client(),
        stripe_version=STRIPE_VERSION,
        max_network_retries=0,
    )
    return client, session


def _without_answers(record: logging.LogRecord) -> bool:
    """Below a warning, the client logs whole answers and the texts of errors, addresses included."""
    return record.levelno >= logging.WARNING


def _answer(client: "StripeClient", question: _Question) -> object:
    import stripe  # noqa: PLC0415

    # Errors are returned and not raised from here: their context would carry the answer, with its addresses.
    writing = question.idempotency_key is not None
    method, once = ("post", {"idempotency_key": question.idempotency_key}) if writing else ("get", {})
    try:
        answer: object = client.raw_request(method, question.path, **question.params, **once).data
    except PaymentsError as error:
        return Failure(error)
    except Broken as error:
        return unreachable(passing=error.passing)
    except Garbled:
        return Failure(malformed())
    except stripe.StripeError as error:
        return refused(_refusal(error), question.kind, question.path, question.params, writing=writing)
    except Exception:  # noqa: BLE001  the client stumbles in many ways over an error that is not shaped as one
        return Failure(malformed())
    return answer


def _refusal(error: "StripeError") -> Refusal:
    param, text = getattr(error, "param", None), error.user_message
    return Refusal(
        status=error.http_status or 0,
        code=error.code,
        param=param if isinstance(param, str) else None,
        text=text if isinstance(text, str) else "",
        retry_after_s=retry_after_s(error.headers or {}, datetime.now(UTC)),
    )
