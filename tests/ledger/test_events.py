"""What a webhook brings: what is believed of it, and what is refused."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import stripe

from mkdocs_wellspring.errors import PaymentsMalformed
from mkdocs_wellspring.ledger.stripe import verified_event

from .test_stripe import SEEDED, told

SECRET = "whsec_abc"
EVENT = {"object": "event", "id": "evt_1", "type": "charge.refunded", "data": {"object": {"receipt_email": SEEDED}}}
SENT = datetime(2026, 11, 24, 12, tzinfo=UTC)


def signed(body, at=SENT, secret=SECRET):
    text = body if isinstance(body, str) else json.dumps(body)
    header = stripe.WebhookSignature.generate_signature_header(text, secret, int(at.timestamp()))
    return text.encode(), header


def test_blanks_that_came_with_copying_the_secret_do_not_matter():
    assert verified_event(*signed(EVENT), f" {SECRET}\n", now=SENT)["id"] == "evt_1"


@pytest.mark.parametrize("late_s", [-300, 0, 300])
def test_an_event_is_believed_that_was_signed_within_five_minutes(late_s):
    event = verified_event(*signed(EVENT), SECRET, now=SENT + timedelta(seconds=late_s))
    assert (event["id"], event["type"]) == ("evt_1", "charge.refunded")


def test_an_event_is_believed_that_one_of_several_signatures_fits():
    payload, header = signed(EVENT)
    assert verified_event(payload, f"{header},v1={'0' * 64},v0=x", SECRET, now=SENT)["id"] == "evt_1"


def refusals():
    payload, header = signed(EVENT)
    forged = signed(EVENT, secret="")
    at = int(SENT.timestamp())
    yield "other payload", payload + b" ", header, SECRET
    yield "other secret", payload, header, "whsec_abd"
    yield "empty secret", *forged, ""
    yield "blank secret", *signed(EVENT, secret=" "), " "
    yield "no header", payload, "", SECRET
    yield "nonsense", payload, "t", SECRET
    yield "no signature", payload, f"t={at}", SECRET
    yield "other scheme", payload, header.replace("v1=", "v0="), SECRET
    yield "letters", payload, f"t={at},v1=ä", SECRET
    yield "two moments", payload, f"{header},t={at}", SECRET
    yield "odd moment", payload, header.replace(f"t={at}", f"t={at // 1000}_{at % 1000:03}"), SECRET
    yield "negative", payload, header.replace("t=", "t=-"), SECRET
    yield "future", *signed(EVENT, SENT + timedelta(seconds=301)), SECRET
    yield "past", *signed(EVENT, SENT - timedelta(seconds=301)), SECRET
    yield "no JSON", *signed("{" + SEEDED), SECRET
    yield "deep JSON", *signed("[" * 100_000), SECRET
    yield "a list", *signed([EVENT]), SECRET
    yield "a thin event", *signed({**EVENT, "object": "v2.core.event"}), SECRET
    yield "no id", *signed({**EVENT, "id": None}), SECRET
    yield "an id of another shape", *signed({**EVENT, "id": SEEDED}), SECRET
    yield "no type", *signed({**EVENT, "type": 7}), SECRET
    yield "too large", *signed({**EVENT, "x": "x" * 1024 * 1024}), SECRET
    text, one = signed(EVENT)
    yield "no UTF-8", b"\xff" + text, one, SECRET


@pytest.mark.parametrize(("payload", "header", "secret"), [pytest.param(*case, id=name) for name, *case in refusals()])
def test_what_is_no_event_or_not_signed_is_refused_and_not_shown(payload, header, secret):
    with pytest.raises(PaymentsMalformed) as caught:
        verified_event(payload, header, secret, now=SENT)
    text = told(caught.value)
    assert SEEDED not in text
    assert "whsec_" not in text
    assert "\n" not in str(caught.value)
