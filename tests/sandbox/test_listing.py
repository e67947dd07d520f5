from typing import Any

import pytest

LISTS = ("/charges", "/refunds", "/payment_intents", "/checkout/sessions", "/payment_links")


@pytest.mark.parametrize("path", LISTS)
def test_pages_join_into_the_whole_listing_newest_first(started: Any, path: str) -> None:
    whole = started.every(path)
    small: list[dict[str, Any]] = []
    while True:
        cursor = {"starting_after": small[-1]["id"]} if small else {}
        page = started.get(path, limit=7, **cursor)
        assert page["url"] == f"/v1{path}"
        small += page["data"]
        if not page["has_more"]:
            break
        assert len(page["data"]) == 7
    assert small == whole
    assert len({item["id"] for item in whole}) == len(whole) > 0
    if path != "/payment_links":
        ages = [item["created"] for item in whole]
        assert ages == sorted(ages, reverse=True)


def test_ten_are_listed_where_no_limit_is_given(started: Any) -> None:
    assert len(started.get("/charges")["data"]) == 10


def test_the_page_before_a_cursor_is_the_one_that_ends_at_it(started: Any) -> None:
    whole = [item["id"] for item in started.every("/charges")]
    page = started.get("/charges", limit=3, ending_before=whole[10])
    assert [item["id"] for item in page["data"]] == whole[7:10]
    assert page["has_more"] is True
    first = started.get("/charges", limit=5, ending_before=whole[5])
    assert [item["id"] for item in first["data"]] == whole[:5]
    assert first["has_more"] is False


def test_a_full_last_page_has_no_more(started: Any) -> None:
    whole = started.every("/charges")
    page = started.get("/charges", limit=5, starting_after=whole[-6]["id"])
    assert (len(page["data"]), page["has_more"]) == (5, False)


@pytest.mark.parametrize("path", ["/charges", "/refunds", "/checkout/sessions", "/payment_intents"])
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
def test_created_bounds_a_listing_as_its_name_says(started: Any, path: str, query: str, kept: Any) -> None:
    whole = started.every(path)
    mark = whole[len(whole) // 2]["created"]
    expected = [item["id"] for item in whole if kept(item["created"], mark)]
    assert [item["id"] for item in started.every(path, **{query: mark})] == expected
    assert expected


def test_both_bounds_hold_together_with_a_cursor(started: Any) -> None:
    whole = started.every("/charges")
    low, high = whole[30]["created"], whole[5]["created"]
    page = started.get(
        "/charges", limit=4, starting_after=whole[10]["id"], **{"created[gte]": low, "created[lt]": high}
    )
    assert [item["id"] for item in page["data"]] == [item["id"] for item in whole[11:15]]
    last = started.get("/charges", limit=100, starting_after=whole[20]["id"], **{"created[gt]": low})
    assert [item["id"] for item in last["data"]] == [item["id"] for item in whole[21:30]]
    assert last["has_more"] is False


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/charges", "customer"),
        ("/charges", "payment_intent"),
        ("/refunds", "charge"),
        ("/refunds", "payment_intent"),
        ("/checkout/sessions", "payment_link"),
        ("/checkout/sessions", "status"),
        ("/checkout/sessions", "payment_intent"),
        ("/checkout/sessions", "customer"),
        ("/payment_intents", "customer"),
    ],
)
def test_a_filter_keeps_exactly_what_has_its_value(started: Any, path: str, name: str) -> None:
    whole = started.every(path)
    value = next(item[name] for item in whole if item[name])
    found = started.every(path, **{name: value})
    assert found == [item for item in whole if item[name] == value]
    assert 0 < len(found) < len(whole) or name == "payment_link"


def test_links_can_be_asked_for_by_whether_they_are_active(started: Any) -> None:
    assert len(started.every("/payment_links", active="true")) == 2
    assert started.every("/payment_links", active="false") == []


def test_a_charge_carries_its_links_metadata_and_its_intents(started: Any) -> None:
    link = started.get("/payment_links")["data"][-1]
    assert link["metadata"] == link["payment_intent_data"]["metadata"] == {"wellspring_campaign": "independence-2026"}
    sessions = started.every("/checkout/sessions", payment_link=link["id"])
    assert len(sessions) > 60
    for session in sessions[:5]:
        intent = started.get(f"/payment_intents/{session['payment_intent']}")
        charge = started.get(f"/charges/{intent['latest_charge']}")
        assert charge["metadata"] == intent["metadata"] == session["metadata"] == link["metadata"]
        assert charge["amount"] == session["amount_total"]
