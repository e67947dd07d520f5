"""A crowd of payments that nobody holds: its pages are those of one history, and its count is the true one."""

import http.client
import json
import time
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from mkdocs_wellspring.sandbox import shapes
from mkdocs_wellspring.sandbox.crowd import Crowd, Truth
from mkdocs_wellspring.sandbox.server import bound, running_crowd

from .conftest import Client
from .described import Schema, check, load, operation, response

END = 1_790_000_000
LISTS = {"/charges": 25_000, "/refunds": 750, "/disputes": 8}


@pytest.fixture(scope="module")
def crowd() -> Crowd:
    return Crowd(25_000, end=END, campaign="c")


@pytest.fixture(scope="module")
def client(crowd: Crowd) -> Iterator[Client]:
    with running_crowd(crowd, bound(0)) as place:
        yield Client(place)


@pytest.fixture(scope="module")
def whole(client: Client) -> dict[str, list[dict[str, Any]]]:
    return {path: client.every(path) for path in LISTS}


def people(charges: list[dict[str, Any]]) -> dict[str, str]:
    """For each payment, one payment of the same person: those that share an address or a customer are one person's."""
    first: dict[str, str] = {}
    above: dict[str, str] = {}

    def top(id_: str) -> str:
        while above[id_] != id_:
            id_ = above[id_]
        return id_

    for charge in charges:
        above[charge["id"]] = charge["id"]
        for name in (charge["billing_details"]["email"], charge["receipt_email"], charge["customer"]):
            if name is not None:
                above[top(charge["id"])] = top(first.setdefault(name.lower(), charge["id"]))
    return {charge["id"]: top(charge["id"]) for charge in charges}


def counted(charges: list[dict[str, Any]], disputes: list[dict[str, Any]]) -> Truth:
    """What the listings say, slowly."""
    lost = {dispute["charge"] for dispute in disputes if dispute["status"] != "won"}
    mine = [charge for charge in charges if charge["metadata"] == {"wellspring_campaign": "c"}]
    kept = [
        charge
        for charge in mine
        if charge["status"] == "succeeded"
        and charge["amount_captured"] > charge["amount_refunded"]
        and charge["id"] not in lost
    ]
    who = people(charges)
    return Truth(
        supporters=len({who[charge["id"]] for charge in kept}),
        payments=len(kept),
        gross=sum(charge["amount_captured"] for charge in mine if charge["status"] == "succeeded"),
        net=sum(charge["amount_captured"] - charge["amount_refunded"] for charge in kept),
    )


def test_the_listings_are_whole_and_newest_first(whole: Any) -> None:
    for path, number in LISTS.items():
        ages = [item["created"] for item in whole[path]]
        assert len({item["id"] for item in whole[path]}) == len(ages)
        assert ages == sorted(ages, reverse=True)
        assert abs(len(ages) - number) <= 3
        assert END - 365 * 86_400 <= ages[-1] <= ages[0] <= END


def test_the_count_is_what_the_listings_say(crowd: Crowd, whole: Any) -> None:
    truth = counted(whole["/charges"], whole["/disputes"])
    assert crowd.truth() == truth
    assert crowd.supporters() == truth.supporters
    assert 9_000 < truth.supporters < 10_500


def test_the_count_within_a_time_is_what_the_listings_say_of_it(crowd: Crowd, whole: Any) -> None:
    charges = whole["/charges"]
    since, before = charges[20_000]["created"], charges[3_000]["created"]
    within = [charge for charge in charges if since <= charge["created"] < before]
    assert crowd.truth(since, before) == counted(within, whole["/disputes"])
    assert crowd.truth(before=charges[-1]["created"]) == Truth(0, 0, 0, 0)


def test_of_each_ten_thousand_payments_the_same_share_has_each_fate(whole: Any) -> None:
    fates = Counter(
        "failed"
        if c["status"] == "failed"
        else "refunded"
        if c["refunded"]
        else "partly"
        if c["amount_refunded"]
        else "disputed"
        if c["disputed"]
        else c["status"]
        for c in whole["/charges"][-20_000:]
    )
    assert fates == {"refunded": 400, "partly": 200, "failed": 100, "disputed": 6, "succeeded": 19_294}
    shares = Counter(len(charge["metadata"]) for charge in whole["/charges"])
    assert 0.09 < shares[0] / 25_000 < 0.11
    assert 0.4 < len(set(people(whole["/charges"]).values())) / 25_000 < 0.42


def test_refunds_and_disputes_are_those_that_their_charges_tell_of(whole: Any) -> None:
    charges = {charge["id"]: charge for charge in whole["/charges"]}
    refunds = {refund["charge"]: refund for refund in whole["/refunds"]}
    assert set(refunds) == {id_ for id_, charge in charges.items() if charge["amount_refunded"]}
    assert {d["charge"] for d in whole["/disputes"]} == {id_ for id_, charge in charges.items() if charge["disputed"]}
    for item in [*refunds.values(), *whole["/disputes"]]:
        charge = charges[item["charge"]]
        assert item["created"] >= charge["created"]
        assert (item["payment_intent"], item["currency"]) == (charge["payment_intent"], charge["currency"])
    assert all(refund["amount"] == charges[id_]["amount_refunded"] for id_, refund in refunds.items())
    assert {dispute["status"] for dispute in whole["/disputes"]} == {"lost", "needs_response", "won"}


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("created[gt]", lambda age, mark: age > mark),
        ("created[gte]", lambda age, mark: age >= mark),
        ("created[lt]", lambda age, mark: age < mark),
        ("created[lte]", lambda age, mark: age <= mark),
        ("created", lambda age, mark: age == mark),
    ],
)
def test_created_bounds_a_listing_as_its_name_says(client: Any, whole: Any, path: str, query: str, kept: Any) -> None:
    for place in (0, 3, -2):
        mark = whole[path][place]["created"]
        expected = [item["id"] for item in whole[path] if kept(item["created"], mark)]
        page = client.get(path, limit=100, **{query: mark})
        assert [item["id"] for item in page["data"]] == expected[:100]
        assert page["has_more"] is (len(expected) > 100)


@pytest.mark.parametrize("path", LISTS)
def test_a_page_lies_after_or_before_its_cursor(client: Any, whole: Any, path: str) -> None:
    items = whole[path]
    after = client.get(path, limit=3, starting_after=items[1]["id"])
    assert (after["data"], after["has_more"]) == (items[2:5], True)
    last = client.get(path, limit=3, starting_after=items[-4]["id"])
    assert (last["data"], last["has_more"]) == (items[-3:], False)
    before = client.get(path, limit=3, ending_before=items[6]["id"])
    assert (before["data"], before["has_more"]) == (items[3:6], True)
    first = client.get(path, limit=3, ending_before=items[3]["id"])
    assert (first["data"], first["has_more"]) == (items[:3], False)
    low = {"created[gte]": items[5]["created"]}
    both = client.get(path, limit=100, starting_after=items[2]["id"], **low)
    assert both["data"] == [item for item in items[3:] if item["created"] >= items[5]["created"]]


def test_each_thing_is_found_by_its_name(client: Any, whole: Any) -> None:
    for path, items in whole.items():
        for item in (items[0], items[len(items) // 2], items[-1]):
            assert client.get(f"{path}/{item['id']}") == item
            filters = ["payment_intent"] if path == "/charges" else ["payment_intent", "charge"]
            for name in filters:
                assert client.get(path, **{name: item[name]})["data"] == [item]
    charge = whole["/charges"][7]
    intent = client.get(f"/payment_intents/{charge['payment_intent']}")
    assert (intent["latest_charge"], intent["metadata"]) == (charge["id"], charge["metadata"])
    kept = next(charge for charge in whole["/charges"] if not charge["amount_refunded"])
    assert client.get("/refunds", charge=kept["id"])["data"] == []
    assert client.get("/refunds", charge=kept["id"], payment_intent="pi_none")["data"] == []


def test_what_was_never_made_is_missing(client: Any, crowd: Crowd, whole: Any) -> None:
    other = Crowd(25_000, end=END, seed=8)
    later = Crowd(25_001, end=END)
    kept = next(n for n in range(25_000) if crowd.fate(n) > 5_000)
    for path in (
        "/charges/ch_none",
        f"/charges/{other.name('ch_', 1)}",
        f"/charges/{later.name('ch_', 25_000)}",
        f"/charges/{crowd.name('ch_', 1)[:-16]}{crowd.name('ch_', 1)[-16:].upper()}",
        f"/charges/{crowd.name('pi_', 1)}",
        f"/refunds/{crowd.name('re_', kept)}",
        f"/disputes/{crowd.name('du_', kept)}",
    ):
        reply = client.ask("GET", f"/v1{path}")
        assert (reply.status, reply.json["error"]["code"]) == (404, "resource_missing")
    for query in ("starting_after=ch_none", f"ending_before={whole['/refunds'][0]['id']}"):
        assert client.ask("GET", f"/v1/charges?{query}").json["error"]["code"] == "resource_missing"
    assert client.ask("GET", "/v1/charges?customer=cus_1").json["error"]["code"] == "parameter_unknown"
    assert client.ask("POST", "/v1/refunds", {"charge": whole["/charges"][0]["id"]}).status == 404
    assert client.ask("GET", "/v1/charges", key=None).status == 401


@pytest.mark.parametrize("path", ["/subscriptions", "/invoice_payments", "/checkout/sessions"])
def test_a_crowd_has_no_monthly_gifts_and_no_visits(client: Any, path: str) -> None:
    reply = client.get(path, limit=100, **{"expand[]": "data.invoice"})
    assert (reply["data"], reply["has_more"], reply["url"]) == ([], False, f"/v1{path}")


@pytest.fixture(scope="module")
def description() -> Schema:
    return load()


@pytest.mark.parametrize("path", ["/charges", "/refunds", "/disputes", "/payment_intents"])
def test_its_answers_have_the_described_shape(description: Schema, client: Any, path: str) -> None:
    listing = client.get(path, limit=100)
    check(description, response(operation(description, "GET", f"/v1{path}")), listing)
    one = client.get(f"{path}/{listing['data'][0]['id']}")
    check(description, response(operation(description, "GET", f"/v1{path}/{{id}}")), one)


def test_new_payments_come_first_and_change_no_others() -> None:
    crowd = Crowd(1_000, end=END, campaign="c")
    with running_crowd(crowd, bound(0)) as place:
        client, before = Client(place), crowd.truth()
        old = client.every("/charges")
        told = client.ask("POST", "/sandbox/crowd", headers={"Content-Type": "application/json"})
        assert told.status == 400
        assert grow(client, {"new": 500}) == (200, {"charges": 1_500})
        assert grow(client, {"new": 1}) == (200, {"charges": 1_501})
        charges = client.every("/charges")
        assert charges[501:] == old
        assert all(time.time() - 60 < charge["created"] <= time.time() for charge in charges[:501])
        refunds = client.every("/refunds")
        assert [r["charge"] for r in refunds] == [c["id"] for c in charges if c["amount_refunded"]]
        assert len(client.every("/charges", **{"created[gt]": END})) == 501
        assert crowd.truth() == counted(charges, client.every("/disputes"))
        assert crowd.supporters() > before.supporters


@pytest.mark.parametrize("wish", [{}, {"new": 0}, {"new": True}, {"new": "5"}, {"new": 1.5}, {"new": 10**9}, []])
def test_a_crowd_grows_by_whole_payments_only(client: Any, wish: Any) -> None:
    status, answer = grow(client, wish)
    assert (status, "error" in answer) == (400, True)


def grow(client: Client, wish: Any) -> tuple[int, Any]:
    connection = http.client.HTTPConnection(client.place.address.removeprefix("http://"), timeout=5)
    connection.request("POST", "/sandbox/crowd", json.dumps(wish), {"Authorization": "Bearer rk_test_x"})
    answer = connection.getresponse()
    try:
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def test_some_may_be_pending() -> None:
    crowd = Crowd(10_000, end=END, pending=0.25)
    states = Counter(shapes.show_charge(crowd.charge(number))["status"] for number in range(10_000))
    assert (states["pending"], states["failed"]) == (2_500, 50)
    assert crowd.truth().payments < Crowd(10_000, end=END).truth().payments


def test_the_seed_chooses_the_payments_and_nothing_else_does() -> None:
    first, same, other = (Crowd(100, end=END, seed=seed) for seed in (7, 7, 8))
    assert [first.charge(n) for n in range(100)] == [same.charge(n) for n in range(100)]
    assert {first.charge(n).id for n in range(100)}.isdisjoint({other.charge(n).id for n in range(100)})
    assert [first.charge(n).gift.donor for n in range(100)] != [other.charge(n).gift.donor for n in range(100)]


@pytest.mark.parametrize("wrong", [{"charges": 0}, {"days": 0}, {"pending": 1.0}, {"pending": -0.1}])
def test_a_crowd_without_anybody_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        Crowd(**{"charges": 10, "end": END, **wrong})


def test_a_million_payments_take_no_memory_and_a_page_little_time() -> None:
    crowd = Crowd(1_000_000, end=END)
    with running_crowd(crowd, bound(0)) as place:
        client = Client(place)
        client.ask("GET", "/v1/charges?limit=100")
        assert min(cpu_s(client, crowd, number) for number in range(0, 1_000_000, 100_000)) < 0.01
        tracemalloc.start()
        try:
            for number in range(0, 1_000_000, 100_000):
                client.ask("GET", f"/v1/charges?limit=100&starting_after={crowd.name('ch_', number)}")
                client.ask("GET", f"/v1/refunds?limit=100&created[lt]={crowd.created(number + 50_000)}")
            assert tracemalloc.get_traced_memory()[1] < 4_000_000
        finally:
            tracemalloc.stop()


def cpu_s(client: Client, crowd: Crowd, number: int) -> float:
    """What one page costs, on both sides together."""
    spent = time.process_time()
    assert client.ask("GET", f"/v1/charges?limit=100&starting_after={crowd.name('ch_', number)}").status == 200
    return time.process_time() - spent
