"""What banks and time do to single payments, told to the sandbox at its own addresses."""

from typing import Any

import pytest

from mkdocs_wellspring.sandbox.account import Account
from mkdocs_wellspring.sandbox.records import DISPUTE_STATUSES, Donor, Gift
from mkdocs_wellspring.sandbox.seed import Scene

from .test_actions import kept


@pytest.fixture
def own(fresh: Any) -> Any:
    return fresh(Scene(20, 7, "c"))


def told(client: Any, path: str, **body: str) -> dict[str, Any]:
    reply = client.ask("POST", f"/sandbox{path}", body)
    assert reply.status == 200, reply.text
    return reply.json


def of_state(client: Any, **state: Any) -> dict[str, Any]:
    return next(
        charge for charge in client.every("/charges") if all(charge[name] == value for name, value in state.items())
    )


@pytest.mark.parametrize(("outcome", "paid"), [("succeeded", "paid"), ("failed", "unpaid")])
def test_a_bank_debit_settles_and_its_session_knows(own: Any, outcome: str, paid: str) -> None:
    charge = of_state(own, status="pending")
    (session,) = own.every("/checkout/sessions", payment_intent=charge["payment_intent"])
    assert (session["status"], session["payment_status"]) == ("complete", "unpaid")
    after = told(own, f"/charges/{charge['id']}/settle", outcome=outcome)
    assert (after["status"], after["captured"]) == (outcome, outcome == "succeeded")
    assert own.get(f"/charges/{charge['id']}") == after
    (session,) = own.every("/checkout/sessions", payment_intent=charge["payment_intent"])
    assert (session["status"], session["payment_status"]) == ("complete", paid)
    again = own.ask("POST", f"/sandbox/charges/{charge['id']}/settle", {"outcome": outcome})
    assert (again.status, charge["id"] in again.json["error"]["message"]) == (400, True)


@pytest.mark.parametrize(("amount", "taken"), [(None, 0), ("300", 300)])
def test_an_authorised_card_can_be_captured_whole_or_in_part_once(own: Any, amount: str | None, taken: int) -> None:
    charge = of_state(own, status="succeeded", captured=False)
    path = f"/v1/payment_intents/{charge['payment_intent']}/capture"
    too_much = own.ask("POST", path, {"amount_to_capture": str(charge["amount"] + 1)})
    assert (too_much.status, too_much.json["error"]["param"]) == (400, "amount_to_capture")
    intent = own.ask("POST", path, {"amount_to_capture": amount} if amount else {}).json
    assert (intent["status"], intent["amount_received"]) == ("succeeded", taken or charge["amount"])
    after = own.get(f"/charges/{charge['id']}")
    assert (after["captured"], after["amount_captured"], after["amount"]) == (
        True,
        taken or charge["amount"],
        charge["amount"],
    )
    assert own.ask("POST", path).json["error"]["code"] == "payment_intent_unexpected_state"
    assert own.ask("POST", "/v1/refunds", {"charge": charge["id"]}).json["amount"] == (taken or charge["amount"])


@pytest.mark.parametrize("status", DISPUTE_STATUSES)
def test_a_charge_can_be_disputed_in_every_state(own: Any, status: str) -> None:
    charge = kept(own)
    dispute = told(own, f"/charges/{charge['id']}/dispute", status=status)
    assert (dispute["status"], dispute["amount"], dispute["charge"]) == (status, charge["amount"], charge["id"])
    assert own.every("/disputes", charge=charge["id"]) == [dispute]
    assert own.get(f"/charges/{charge['id']}")["disputed"] is True


def test_a_dispute_moves_on_and_its_charge_stays_disputed(own: Any) -> None:
    charge = kept(own)
    dispute = told(own, f"/charges/{charge['id']}/dispute", status="needs_response")
    for status in ("under_review", "won"):
        assert told(own, f"/disputes/{dispute['id']}", status=status)["status"] == status
    assert own.get(f"/disputes/{dispute['id']}")["status"] == "won"
    assert own.get(f"/charges/{charge['id']}")["disputed"] is True


def test_a_dispute_that_is_closed_is_lost_and_cannot_be_closed_again(own: Any) -> None:
    dispute = told(own, f"/charges/{kept(own)['id']}/dispute", status="needs_response")
    path = f"/v1/disputes/{dispute['id']}/close"
    assert own.ask("POST", path).json["status"] == "lost"
    assert own.ask("POST", path).status == 400


@pytest.mark.parametrize(
    ("status", "counts"), [("succeeded", True), ("pending", True), ("failed", False), ("canceled", False)]
)
def test_a_refund_that_gives_nothing_back_is_taken_off_its_charge(own: Any, status: str, counts: bool) -> None:
    charge = kept(own)
    refund = own.ask("POST", "/v1/refunds", {"charge": charge["id"]}).json
    after = told(own, f"/refunds/{refund['id']}", status=status)
    assert (after["status"], "failure_reason" in after) == (status, status == "failed")
    assert own.get(f"/charges/{charge['id']}")["amount_refunded"] == (charge["amount"] if counts else 0)
    if not counts:
        assert own.ask("POST", f"/sandbox/refunds/{refund['id']}", {"status": "succeeded"}).status == 400


@pytest.mark.parametrize(
    ("path", "body", "status", "param"),
    [
        ("/charges/ch_none/settle", {"outcome": "failed"}, 404, "id"),
        ("/disputes/du_none", {"status": "won"}, 404, "id"),
        ("/charges/KEPT/settle", {}, 400, "outcome"),
        ("/charges/KEPT/settle", {"outcome": "uncaptured"}, 400, "outcome"),
        ("/charges/KEPT/dispute", {"status": "over"}, 400, "status"),
        ("/charges/KEPT/dispute", {"status": "won", "amount": "5"}, 400, "amount"),
    ],
)
def test_what_cannot_be_done_is_refused(started: Any, path: str, body: Any, status: int, param: str) -> None:
    address = f"/sandbox{path.replace('KEPT', kept(started)['id'])}"
    reply = started.ask("POST", address, body)
    assert (reply.status, reply.json["error"]["param"]) == (status, param)
    assert started.ask("POST", address, body, key=None).status == 401


def test_a_charge_that_took_nothing_cannot_be_disputed(own: Any) -> None:
    charge = of_state(own, status="failed")
    reply = own.ask("POST", f"/sandbox/charges/{charge['id']}/dispute", {"status": "lost"})
    assert (reply.status, own.every("/disputes", charge=charge["id"])) == (400, [])


@pytest.mark.parametrize("body", ["{", "[]", "\xff"])
def test_what_is_no_json_object_is_refused(started: Any, body: str) -> None:
    address, headers = f"/sandbox/charges/{kept(started)['id']}/dispute", {"Content-Type": "application/json"}
    assert started.ask("POST", address, headers=headers, raw=body).status == 400


def test_these_addresses_take_json_too(own: Any) -> None:
    reply = own.ask(
        "POST",
        f"/sandbox/charges/{kept(own)['id']}/dispute",
        headers={"Content-Type": "application/json"},
        raw='{"status": "lost"}',
    )
    assert reply.json["status"] == "lost"


def test_what_is_handed_in_may_be_out_of_date() -> None:
    account = Account(7)
    charge = account.take(Gift(100, 1000, Donor(), "pending"))
    account.settle(charge, "succeeded", 200)
    account.give_back(charge, 400, 300)
    account.dispute(charge, "lost", 400)
    refund = account.give_back(charge, 600, 500, status="pending")
    account.fail_refund(refund, 600)
    held = account.charges.get(charge.id)
    assert held is not None
    assert (held.refunded, held.disputed, held.gift.outcome) == (400, True, "succeeded")
    with pytest.raises(ValueError, match="600 is left"):
        account.give_back(charge, 700, 700)
