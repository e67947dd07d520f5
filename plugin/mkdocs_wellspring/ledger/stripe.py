"""The payments API, by the official client: the only file that imports stripe, and only when it is asked.

What the client does by itself and must not do here was tried with stripe-python 16.1.0 in 2026-11: a
`~/.netrc` replaces the key, telemetry writes into the home folder, 429 is never retried, debug logging prints
whole answers, and errors carry them.
"""

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from http import HTTPStatus
from threading import Event
from typing import TYPE_CHECKING, Any

from mkdocs_wellspring.errors import PaymentsError, PaymentsMalformed, PaymentsUnavailable
from mkdocs_wellspring.ledger.deadline import Deadline
from mkdocs_wellspring.ledger.listing import walk
from mkdocs_wellspring.ledger.secret import SecretKey

if TYPE_CHECKING:
    from stripe import StripeClient

__all__ = ["StripeAPI"]

_ATTEMPTS = 3
_LONGEST_READ_S = 10.0
_PAGE = 100  # the most that Stripe gives at once


@dataclass(frozen=True, slots=True)
class StripeAPI:
    """Stripe, or another server that speaks as it does.

    Attributes:
        key: what is sent; it needs read access to Charges and Refunds.
        base: the address of another server; None for Stripe's own.
        deadline_s: after so many seconds from the beginning of a listing nothing more is asked.
        cancelled: set by whoever no longer waits.
        pause_s: before the first repetition of a request that failed; the next waits twice as long.
    """

    key: SecretKey
    base: str | None
    deadline_s: float
    cancelled: Event = field(default_factory=Event)
    pause_s: float = 0.5

    def charges(self, created_from: datetime | None) -> Iterator[Mapping[str, Any]]:
        """Every charge since `created_from`, newest first: GET /v1/charges.

        Raises:
            ConfigurationError: the key is none, or is live and would go to another server.
            PaymentsUnavailable: no answer in three attempts or in time, or none for this key.
            PaymentsMalformed: the answer is no listing.
        """
        self.key.mode(self.base)
        deadline = Deadline(self.deadline_s, self.cancelled)
        params: dict[str, Any] = {"limit": _PAGE}
        if created_from is not None:
            params["created"] = {"gte": max(0, int(created_from.timestamp()))}

        with _client(self.key, self.base, min(_LONGEST_READ_S, self.deadline_s)) as client:

            def fetch(after: str | None) -> object:
                cursor = {} if after is None else {"starting_after": after}
                return self._ask(partial(_get, client, "/v1/charges", {**params, **cursor}), deadline)

            yield from walk(fetch)

    def _ask(self, get: Callable[[], "object | _Failure"], deadline: Deadline) -> object:
        for attempt in range(_ATTEMPTS):
            deadline.check()
            answer = get()
            if not isinstance(answer, _Failure):
                return answer
            if not answer.passing or attempt + 1 == _ATTEMPTS:
                raise answer.error
            deadline.pause(max(answer.retry_after_s, self.pause_s * 2**attempt))
        raise AssertionError  # the last attempt returns or raises


@dataclass(frozen=True, slots=True)
class _Failure:
    """A request that failed.

    Attributes:
        error: what to say of it.
        passing: asking again may help.
        retry_after_s: how long the server wants to be left alone.
    """

    error: PaymentsError
    passing: bool = False
    retry_after_s: float = 0.0


@contextmanager
def _client(key: SecretKey, base: str | None, timeout_s: float) -> "Iterator[StripeClient]":
    import requests  # noqa: PLC0415  both take long to import, and a build with a fresh snapshot needs neither
    import stripe  # noqa: PLC0415

    stripe.enable_telemetry = False
    logging.getLogger("stripe").addFilter(_without_answers)
    if os.environ.get("STRIPE_LOG") == "debug":
        stripe.log = "info"  # the client's own variable would print whole answers, addresses included
    address = base or stripe.DEFAULT_API_BASE
    with requests.Session() as session:
        session.trust_env = False
        session.max_redirects = 0
        session.proxies.update(requests.utils.get_environ_proxies(address))
        yield stripe.StripeClient(
            key.reveal(),
            base_addresses={"api": address},
            http_client=stripe.RequestsClient(timeout=timeout_s, session=session),
            max_network_retries=0,
        )


def _without_answers(record: logging.LogRecord) -> bool:
    """Below a warning, the client logs whole answers and the texts of errors, addresses included."""
    return record.levelno >= logging.WARNING


def _get(client: "StripeClient", path: str, params: Mapping[str, Any]) -> object:
    import stripe  # noqa: PLC0415

    # Errors are returned and not raised from here: their context would carry the answer, with its addresses.
    try:
        answer: object = client.raw_request("get", path, **params).data
    except stripe.APIConnectionError as error:
        return _unreachable(passing=error.should_retry)
    except stripe.StripeError as error:
        return _refused(error.http_status or 0, error.headers or {})
    except Exception:  # noqa: BLE001  the client stumbles in many ways over an error that is not shaped as one
        return _Failure(_malformed())
    return answer


def _unreachable(*, passing: bool) -> _Failure:
    error = PaymentsUnavailable(
        "The payments API could not be reached: see whether the network, a proxy or WELLSPRING_STRIPE_API is at fault."
    )
    return _Failure(error, passing)


def _refused(status: int, headers: Mapping[str, str]) -> _Failure:
    match status:
        case HTTPStatus.UNAUTHORIZED:
            return _Failure(
                PaymentsUnavailable("the key was refused: set WELLSPRING_STRIPE_KEY to a key that is still valid")
            )
        case HTTPStatus.FORBIDDEN:
            return _Failure(
                PaymentsUnavailable(
                    "the key may not read charges: give the restricted key read access to Charges and Refunds"
                )
            )
        case HTTPStatus.TOO_MANY_REQUESTS:
            error = PaymentsUnavailable("The payments API is asked too often (HTTP 429): try again in a minute.")
            return _Failure(error, passing=True, retry_after_s=_retry_after_s(headers))
        case _ if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return _Failure(_malformed())
    error = PaymentsUnavailable(f"The payments API answered with an error (HTTP {status}): try again later.")
    passing = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.CONFLICT
    return _Failure(error, passing, _retry_after_s(headers))


def _retry_after_s(headers: Mapping[str, str]) -> float:
    value = headers.get("retry-after", "")
    return float(value) if value.isascii() and value.isdigit() else 0.0


def _malformed() -> PaymentsMalformed:
    return PaymentsMalformed(
        "The payments API answered something that is no JSON of Stripe's, so nothing was counted: "
        "see whether a proxy or WELLSPRING_STRIPE_API is at fault."
    )
