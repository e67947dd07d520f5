"""What is said of a request that failed. Nothing of an answer is in it: it may hold addresses."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from mkdocs_wellspring.errors import PaymentsError, PaymentsMalformed, PaymentsUnavailable
from mkdocs_wellspring.ledger.api import permissions

__all__ = ["Failure", "Refusal", "Refused", "malformed", "refused", "retry_after_s", "unreachable", "untrusted"]

_LONGEST_RETRY_AFTER_S = 86_400.0
_LONGEST_WAIT_S = 60.0
"""A longer pause is not waited for, not even without a deadline: nobody would know why nothing happens."""

_MISSING = "resource_missing"
_CODE = re.compile(r"[a-z_]{1,80}")
_PARAM = re.compile(r"[a-z_]{1,40}(?:\[[a-z0-9_]{1,40}\]){0,4}")
_PASSING = frozenset({HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS})


class Refused(PaymentsUnavailable):
    """The payments API does not take what it was asked to make.

    Attributes:
        code: Stripe's short word for why; "" for none.
        param: the parameter that it is about, which was sent; "" for none.
    """

    def __init__(self, message: str, code: str, param: str) -> None:
        super().__init__(message)
        self.code, self.param = code, param


@dataclass(frozen=True, slots=True)
class Failure:
    """A request that failed.

    Attributes:
        error: what to say of it.
        passing: asking again may help.
        retry_after_s: how long the API wants to be left alone.
        missing: the API is there and has no object of that id.
    """

    error: PaymentsError
    passing: bool = False
    retry_after_s: float = 0.0
    missing: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Refusal:
    """An error as the API answered it: https://docs.stripe.com/api/errors. Its text may hold anything.

    Attributes:
        status: HTTP's.
        code: Stripe's short word for it.
        param: the parameter that it is about.
        text: its message.
        retry_after_s: how long the API wants to be left alone.
    """

    status: int
    code: str | None
    param: str | None
    text: str
    retry_after_s: float


def refused(refusal: Refusal, kind: str, path: str, params: Iterable[str], *, writing: bool = False) -> Failure:
    """What is said of `refusal`, where objects of `kind` were asked for at `path` by parameters of these names.

    With `writing`, they were to be made or changed.
    """
    status = refusal.status
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Failure(malformed())
    if writing and status == HTTPStatus.BAD_REQUEST:
        return Failure(_not_made(refusal, kind, params))
    passing = status in _PASSING or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    if passing and refusal.retry_after_s > _LONGEST_WAIT_S:
        return Failure(_asks_for_a_pause(refusal))
    return Failure(
        PaymentsUnavailable(_said(refusal, kind, path, params)),
        passing=passing,
        retry_after_s=refusal.retry_after_s,
        missing=status == HTTPStatus.NOT_FOUND and refusal.code == _MISSING,
    )


def unreachable(*, passing: bool) -> Failure:
    """There was no answer."""
    error = PaymentsUnavailable(
        "The payments API could not be reached: see whether the network, a proxy or WELLSPRING_STRIPE_API is at fault."
    )
    return Failure(error, passing)


def untrusted() -> PaymentsUnavailable:
    """Whoever answered cannot show that they are the payments API, so they got no key."""
    return PaymentsUnavailable(
        "The payments API could not be reached: its certificate is not trusted here. If your network puts certificates "
        "of its own in between, name the file of its authority in REQUESTS_CA_BUNDLE."
    )


def malformed() -> PaymentsMalformed:
    """There was an answer, and it cannot be read."""
    return PaymentsMalformed(
        "The payments API answered something that is no JSON of Stripe's, so nothing was counted: "
        "see whether a proxy or WELLSPRING_STRIPE_API is at fault."
    )


def retry_after_s(headers: Mapping[str, str], now: datetime) -> float:
    """The seconds that a Retry-After header asks for, as a number or as a date; 0 where it says nothing.

    Rule: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3. A day at most is believed.
    """
    value = next((text.strip() for name, text in headers.items() if name.lower() == "retry-after"), "")
    if value.isascii() and value.isdigit():
        return min(float(value[:10]), _LONGEST_RETRY_AFTER_S)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
    if moment.tzinfo is None:  # "-0000", which is also UTC
        moment = moment.replace(tzinfo=UTC)
    return min(max(0.0, math.ceil((moment - now).total_seconds())), _LONGEST_RETRY_AFTER_S)


def _said(refusal: Refusal, kind: str, path: str, params: Iterable[str]) -> str:
    match refusal.status:
        case HTTPStatus.BAD_REQUEST if (refusal.param, refusal.code) == ("payment_link", _MISSING):
            text = "The account has no payment link of that id: correct `payment_link` under goal: in mkdocs.yml."
        case HTTPStatus.BAD_REQUEST:
            text = (
                f"The payments API does not understand a request of ours{_parameter(refusal, params)}: "
                "see whether WELLSPRING_STRIPE_API points at a Stripe, and update mkdocs-wellspring."
            )
        case HTTPStatus.UNAUTHORIZED:
            text = "the key was refused: set WELLSPRING_STRIPE_KEY to a key that is still valid"
        case HTTPStatus.FORBIDDEN:
            text = permissions.missing(kind, refusal.text)
        case HTTPStatus.NOT_FOUND:
            text = f"The payments API has no {path} (HTTP 404): see whether WELLSPRING_STRIPE_API points at a Stripe."
        case HTTPStatus.TOO_MANY_REQUESTS:
            text = "The payments API is asked too often (HTTP 429): try again in a minute."
        case status if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            text = (
                f"The payments API sends us elsewhere (HTTP {status}), where no key goes: "
                "see whether a proxy or WELLSPRING_STRIPE_API is at fault."
            )
        case status:
            text = f"The payments API answered with an error (HTTP {status}): try again later."
    return text


def _asks_for_a_pause(refusal: Refusal) -> PaymentsUnavailable:
    minutes = math.ceil(refusal.retry_after_s / 60)
    return PaymentsUnavailable(
        f"The payments API asks to be left alone for {minutes:,} minutes (HTTP {refusal.status}): try again after them."
    )


def _not_made(refusal: Refusal, kind: str, params: Iterable[str]) -> Refused:
    name = refusal.param or ""
    sent = name if name.partition("[")[0] in set(params) and _PARAM.fullmatch(name) else ""
    code = refusal.code if refusal.code and _CODE.fullmatch(refusal.code) else ""
    told = ", ".join(word for word in (sent and f"parameter {sent}", code) if word)
    things = kind.replace("_", " ")
    return Refused(
        f"The payments API does not take the {things} that was to be made{f' ({told})' if told else ''}: "
        "see the account's log of requests at Stripe, which says why.",
        code,
        sent,
    )


def _parameter(refusal: Refusal, params: Iterable[str]) -> str:
    """Only a name that was sent is repeated."""
    name = (refusal.param or "").partition("[")[0]
    return f" (parameter {name})" if name in set(params) else ""
