"""The pretend payment page: what a donor sees where Stripe's own page would be."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from mkdocs_wellspring.addresses import is_loopback
from mkdocs_wellspring.sandbox.account import Account
from mkdocs_wellspring.sandbox.api import Clock, base_of
from mkdocs_wellspring.sandbox.records import CAMPAIGN_KEY, Donor, Gift, Outcome, Session
from mkdocs_wellspring.templating import environment

__all__ = ["error_page", "routes", "safe_return"]

CHOICES = ("5", "20", "50")
"""The amounts offered, in whole units of the currency."""

_STYLE = Path(__file__).parent / "assets" / "sandbox.css"
_ADDRESS = re.compile(r"[^@\s<>]{1,64}@[^@\s<>]{1,255}")
_AMOUNT = re.compile(r"[0-9]{1,5}([.,][0-9]{2})?")
_LEAST_MINOR, _MOST_MINOR = 100, 1_000_000
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class _Form:
    """What the donor wrote, as it was written, safe to write again."""

    amount: str = CHOICES[1]
    custom: str = ""
    email: str = ""
    back: str = ""
    declined: bool = False


def routes(account: Account, clock: Clock) -> list[Route]:
    """The pages, which take gifts into `account`."""

    async def show(request: Request) -> Response:
        session = _payable(account, request.path_params["id"], clock())
        if session is None:
            return error_page(HTTPStatus.NOT_FOUND)
        back = safe_return(request.headers.get("referer", ""), base_of(request))
        return _pay_page(session, _Form(back=back, email=session.email or ""))

    async def pay(request: Request) -> Response:
        session = _payable(account, request.path_params["id"], clock())
        if session is None:
            return error_page(HTTPStatus.NOT_FOUND)
        form = _read(await request.body(), base_of(request))
        return _paid(account, session, form, clock())

    async def thanks(request: Request) -> Response:
        session = account.sessions.get(request.path_params["id"])
        if session is None or session.status(clock()) != "complete":
            return error_page(HTTPStatus.NOT_FOUND)
        back = safe_return(request.query_params.get("back", ""), base_of(request))
        return _page("thanks", session=session, back=back)

    async def style(_request: Request) -> Response:
        return FileResponse(_STYLE, media_type="text/css")

    return [
        Route("/pay/{id}", show, methods=["GET"]),
        Route("/pay/{id}", pay, methods=["POST"]),
        Route("/thanks/{id}", thanks, methods=["GET"]),
        Route("/assets/sandbox.css", style, methods=["GET"]),
    ]


def safe_return(address: str, own: str) -> str:
    """The address of a page that the donor may be led back to, or "".

    Only http(s) on a loopback host is taken, and no page of the sandbox itself (`own`).
    """
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not is_loopback(host) or parts.username is not None:
        return ""
    return "" if f"{parts.scheme}://{parts.netloc}" == own else address


def error_page(status: HTTPStatus) -> Response:
    """A page for people that says that there is nothing to pay here."""
    return _page("missing", status)


def _payable(account: Account, id_: str, now: int) -> Session | None:
    """A new session of that link, or that session itself while it can be paid."""
    link = account.links.get(id_)
    if link is not None:
        return account.visit(link, now) if link.active else None
    session = account.sessions.get(id_)
    return session if session is not None and session.status(now) == "open" else None


def _read(body: bytes, own: str) -> _Form:
    fields = dict(parse_qsl(body.decode(errors="replace")))
    return _Form(
        amount=fields.get("amount", ""),
        custom=fields.get("custom", "").strip(),
        email=fields.get("email", "").strip(),
        back=safe_return(fields.get("back", ""), own),
        declined=fields.get("card") == "declined",
    )


def _paid(account: Account, session: Session, form: _Form, now: int) -> Response:
    """The gift has been tried; or the page again, with what is wrong."""
    amount = _amount(session, form)
    errors = {"amount"} if amount is None else set()
    errors |= set() if _ADDRESS.fullmatch(form.email) else {"email"}
    if amount is None or errors:
        return _pay_page(session, form, errors, HTTPStatus.UNPROCESSABLE_ENTITY)
    donor = Donor(email=form.email, customer=session.customer)
    outcome: Outcome = "failed" if form.declined else "succeeded"
    if session.mode == "subscription":
        account.join(session, donor, now, outcome)
    else:
        account.pay(session, Gift(now, amount, donor, outcome))
    if form.declined:
        return _pay_page(session, form, {"card"}, HTTPStatus.PAYMENT_REQUIRED)
    return RedirectResponse(
        f"/thanks/{session.id}?{urlencode({'back': form.back})}", HTTPStatus.SEE_OTHER, headers=_HEADERS
    )


def _amount(session: Session, form: _Form) -> int | None:
    """What is paid, in minor units; None where it cannot be read or is out of bounds."""
    if not session.chosen:
        return session.amount
    written = form.custom or form.amount  # what was typed was meant, whatever was preselected
    if not _AMOUNT.fullmatch(written):
        return None
    minor = int(Decimal(written.replace(",", ".")) * 100)
    return minor if _LEAST_MINOR <= minor <= _MOST_MINOR else None


def _pay_page(
    session: Session,
    form: _Form,
    errors: AbstractSet[str] = frozenset(),
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    return _page("pay", status, session=session, form=form, errors=errors, choices=CHOICES)


def _page(name: str, status: HTTPStatus = HTTPStatus.OK, **values: Any) -> Response:
    session = values.get("session")
    campaign = session.purpose.get(CAMPAIGN_KEY) if session is not None else None
    template = environment("en").get_template(f"wellspring/sandbox/{name}.html")
    return HTMLResponse(template.render(campaign=campaign, **values), status, headers=_HEADERS)
