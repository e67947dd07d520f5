"""What a site writes under `goal:`, and what it means."""

from datetime import UTC, date, datetime

import pytest

from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.goal import given
from mkdocs_wellspring.goal.giving import NOTHING_SUGGESTED, Suggestion, Suggestions
from mkdocs_wellspring.goal.model import NOTHING_OFFLINE, Offline


def refused(call, *named: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        call()
    said = str(error.value)
    assert said.startswith("goal: ")
    assert "\n" not in said
    assert [name for name in named if name not in said] == []


@pytest.mark.parametrize(("text", "seconds"), [("30s", 30), ("15m", 900), ("2h", 7200), ("1D", 86400), (" 0s ", 0)])
def test_a_duration_has_a_number_and_a_unit(text, seconds):
    assert given.duration_s(text) == seconds


@pytest.mark.parametrize("text", ["", "s", "15", "15 m", "1.5h", "-1m", "1w", "²m", "soon", "9" * 5000 + "s", "36501d"])
def test_what_is_no_duration_is_a_configuration_error(text):
    refused(lambda: given.duration_s(text), "goal: refresh_after")


@pytest.mark.parametrize(("text", "days"), [("14d", 14), ("0d", 0), ("48h", 2), ("1d", 1), ("86400s", 1)])
def test_a_grace_is_whole_days(text, days):
    assert given.days_of("past_due_grace", text) == days


@pytest.mark.parametrize("text", ["36h", "1m", "14", "d", "99999d", "two weeks", "9" * 5000 + "d"])
def test_what_is_no_number_of_days_is_a_configuration_error(text):
    refused(lambda: given.days_of("past_due_grace", text), "goal: past_due_grace", "d")


@pytest.mark.parametrize(
    ("text", "window"),
    [("campaign", ("campaign", 0)), ("all", ("all", 0)), ("month", ("month", 0)), ("30d", ("rolling", 30)),
     (" 1d ", ("rolling", 1))],
)  # fmt: skip
def test_a_window_is_named_or_goes_back_some_days(text, window):
    assert given.window_of(text) == window


@pytest.mark.parametrize("text", ["", "year", "0d", "-1d", "30", "30 days", "4w", "Month", "999999d", "rolling"])
def test_what_is_no_window_is_a_configuration_error(text):
    refused(lambda: given.window_of(text), "goal: window", "30d")


@pytest.mark.parametrize(
    ("value", "day"), [(None, None), ("2026-12-31", date(2026, 12, 31)), (date(2026, 1, 1), date(2026, 1, 1))]
)
def test_a_day_is_one_of_the_calendar(value, day):
    assert given.day_of("ends", value) == day


@pytest.mark.parametrize(
    "value", ["never", "", "2026-02-30", "31.12.2026", "a\nb", datetime(2026, 1, 1, 10, tzinfo=UTC)]
)
def test_what_is_no_day_is_a_configuration_error(value):
    refused(lambda: given.day_of("ends", value), "goal: ends")


@pytest.mark.parametrize(
    ("value", "metric", "currency", "targets"),
    [
        (1000, "supporters", None, (1000,)),
        ([100, 250], "recurring", "usd", (100, 250)),
        ([100], "payments", None, (100,)),
        (5000, "gross", "usd", (500_000,)),
        (99.5, "net", "usd", (9_950,)),
        ([5000, 7500.25], "net", "eur", (500_000, 750_025)),
        (5000, "gross", "jpy", (5_000,)),
    ],
)
def test_a_target_is_in_the_unit_of_the_metric(value, metric, currency, targets):
    assert given.targets_of(value, metric, currency) == targets


@pytest.mark.parametrize(
    ("value", "metric", "currency", "named"),
    [
        (9.5, "supporters", None, ["goal: target: 9.5", "supporters"]),
        (True, "supporters", None, ["goal: target"]),
        (-5, "payments", None, ["goal: target: -5", "payments"]),
        ([100, "200"], "supporters", None, ["'200'"]),
        ([[100]], "supporters", None, ["a list"]),
        ({"a": 1}, "gross", "usd", ["goal: target", "a mapping"]),
        (9.999, "net", "usd", ["goal: target", "too many decimals"]),
        (99.5, "gross", "jpy", ["JPY has no decimals"]),
        (1000, "gross", None, ["goal: metric: gross", "currency: usd"]),
        (10**16, "supporters", None, ["goal: target"]),
        (float("nan"), "supporters", None, ["goal: target: nan"]),
        (["1e-999999999"], "net", "usd", ["too many decimals"]),
        ([float("nan")], "net", "usd", ["is no amount"]),
    ],
)
def test_a_target_in_another_unit_is_a_configuration_error(value, metric, currency, named):
    refused(lambda: given.targets_of(value, metric, currency), *named)


@pytest.mark.parametrize(
    ("value", "metric", "currency", "offline"),
    [
        (None, "supporters", None, NOTHING_OFFLINE),
        (12, "supporters", None, Offline(12)),
        (0, "supporters", None, Offline(0)),
        ({"amount": 12}, "supporters", None, Offline(12)),
        ({"amount": 12, "note": None}, "payments", None, Offline(12)),
        ({"amount": 12, "note": " cheques\n and cash "}, "supporters", None, Offline(12, "cheques and cash")),
        ({"amount": 120.5, "note": "cash"}, "net", "usd", Offline(12_050, "cash")),
    ],
)
def test_what_came_by_other_ways_is_in_the_unit_of_the_metric(value, metric, currency, offline):
    assert given.offline_of(value, metric, currency) == offline


@pytest.mark.parametrize(
    ("value", "metric", "currency", "named"),
    [
        (1.5, "supporters", None, ["goal: offline: 1.5"]),
        (-1, "supporters", None, ["goal: offline: -1"]),
        ({}, "supporters", None, ["`amount` is missing"]),
        ({"note": "cash"}, "supporters", None, ["`amount` is missing"]),
        ({"amount": 5, "notes": "x"}, "supporters", None, ["'notes'"]),
        ({"amount": float("inf")}, "supporters", None, ["goal: offline: inf"]),
        ({"amount": 5, "note": ["x"]}, "supporters", None, ["goal: offline: note", "a list"]),
        ({"amount": "many"}, "supporters", None, ["'many'"]),
        ({"amount": 1.234}, "gross", "usd", ["too many decimals"]),
        ({"amount": 1}, "gross", None, ["currency: usd"]),
    ],
)
def test_what_cannot_have_come_by_other_ways_is_a_configuration_error(value, metric, currency, named):
    refused(lambda: given.offline_of(value, metric, currency), *named)


def test_a_number_of_more_digits_than_python_writes_is_a_configuration_error():
    large = 16**5000
    refused(lambda: given.targets_of(-large, "payments", None), "goal: target: a number")
    refused(lambda: given.offline_of({"amount": 5, large: "x"}, "payments", None), "a number is not known")


@pytest.mark.parametrize(
    ("amount", "currency", "minor"), [(None, None, 0), (5, "usd", 500), (2.5, "usd", 250), (500, "jpy", 500)]
)
def test_a_minimum_is_an_amount_of_the_currency(amount, currency, minor):
    assert given.minimum_of(amount, currency) == minor


@pytest.mark.parametrize(
    ("amount", "currency", "named"),
    [(5, None, "currency: usd"), (2.505, "usd", "too many decimals"), (-5, "usd", "is no amount"),
     (True, "usd", "is no amount"), (2.5, "jpy", "no decimals")],
)  # fmt: skip
def test_what_is_no_minimum_is_a_configuration_error(amount, currency, named):
    refused(lambda: given.minimum_of(amount, currency), "goal: minimum: ", named)


def test_a_currency_is_written_in_any_letters_and_kept_in_small_ones():
    assert [given.currency_of(text) for text in (None, "usd", "EUR")] == [None, "usd", "eur"]
    refused(lambda: given.currency_of("dollars"), "goal: currency: 'dollars'", "usd")


@pytest.mark.parametrize(
    ("value", "ids"),
    [(None, ()), ("", ()), ([], ()), ("plink_1Abc", ("plink_1Abc",)), (["plink_b", "plink_a", "plink_b"],
     ("plink_b", "plink_a"))],
)  # fmt: skip
def test_ids_are_one_or_several_each_once(value, ids):
    assert given.ids_of("payment_link", "plink_", value) == ids


@pytest.mark.parametrize(
    "value",
    ["https://donate.stripe.com/abc", "plink_", "price_1", ["plink_1", "prod_1"], [5], {"a": "plink_1"}, "plink_1 ",
     "plink_<b>", "plink_" + "x" * 300],
)  # fmt: skip
def test_what_is_no_id_of_that_kind_is_a_configuration_error(value):
    refused(lambda: given.ids_of("payment_link", "plink_", value), "goal: payment_link", "begins with plink_")


@pytest.mark.parametrize(
    "value", ["price_1Abc", "prod_1", "gold-monthly", "5€/month", "plan.2026:a", "x" * 250, ["a", "b"]]
)
def test_a_price_or_a_product_may_have_a_name_that_the_account_gave_it(value):
    assert given.ids_of("prices", "", value) == (tuple(value) if isinstance(value, list) else (value,))


@pytest.mark.parametrize(
    "value", ["gold plan", "x" * 251, "a\tb", "a\u00a0b", "a\ud800", "a\0", [""], [5], {"a": "price_1"}]
)
def test_a_name_that_no_account_can_give_is_a_configuration_error(value):
    refused(lambda: given.ids_of("products", "", value), "goal: products", "as the Dashboard shows it")


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (".cache/wellspring/ledger.db", "sqlite:////site/.cache/wellspring/ledger.db"),
        ("/var/lib/ledger.db", "sqlite:////var/lib/ledger.db"),
        ("a b?c#d 100%/l.db", "sqlite:////site/a b?c#d 100%/l.db"),
        ("postgresql://me:s3cret@db.example/ledger", "postgresql+psycopg://me:s3cret@db.example/ledger"),
        ("postgres://db.example:5432/ledger?sslmode=require",
         "postgresql+psycopg://db.example:5432/ledger?sslmode=require"),
    ],
)  # fmt: skip
def test_a_ledger_is_a_file_or_a_database_of_postgresql(tmp_path, text, url):
    assert given.ledger_of(text, type(tmp_path)("/site")) == url


@pytest.mark.parametrize(
    "text", ["", " ", "mysql://me:s3cret@db.example/x", "https://example.org", "sqlite:///x.db",
             "postgresql://me:s3cret@db.example", "postgresql://me:s3cret@[x/y", "postgresql://"],
)  # fmt: skip
def test_another_ledger_is_a_configuration_error_that_repeats_no_password(tmp_path, text):
    refused(lambda: given.ledger_of(text, tmp_path), "goal: ledger")
    with pytest.raises(ConfigurationError) as error:
        given.ledger_of(text, tmp_path)
    assert "s3cret" not in str(error.value)


@pytest.mark.parametrize(
    ("value", "text"),
    [("a", "a"), ("", ""), ({"en": "a", "de": "b"}, {"en": "a", "de": "b"}), ({False: "n"}, {"no": "n"})],
)
def test_a_text_is_one_for_all_or_one_a_language(value, text):
    assert given.text_of("title", value) == text


@pytest.mark.parametrize(
    ("value", "named"), [(None, "no text"), ([], "a list"), ({}, "a mapping"), ({1: "a"}, "no language"),
                         ({"en": 5}, "no text"), ({"en": None}, "no text")],
)  # fmt: skip
def test_what_is_no_text_is_a_configuration_error(value, named):
    refused(lambda: given.text_of("title", value), "goal: title: ", named)


URL = "https://donate.stripe.com/x"


@pytest.mark.parametrize(
    ("value", "suggestions"),
    [
        (None, NOTHING_SUGGESTED),
        ({}, Suggestions("eur")),
        ({"once": [{"amount": 5, "url": URL}]}, Suggestions("eur", (Suggestion(500, URL),))),
        (
            {"currency": "JPY", "monthly": [{"amount": 500, "url": URL}]},
            Suggestions("jpy", (), (Suggestion(500, URL),)),
        ),
        (
            {"currency": "usd", "once": [{"amount": 2.5, "url": URL}], "monthly": None},
            Suggestions("usd", (Suggestion(250, URL),)),
        ),
    ],
)
def test_amounts_to_give_are_those_of_the_command_that_makes_their_links(value, suggestions):
    assert given.suggestions_of(value, "eur") == suggestions


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ([], "a list"),
        ({"twice": []}, "'twice'"),
        ({"once": {}}, "goal: give: once: "),
        ({"once": [5]}, "goal: give: once: "),
        ({"once": [{"amount": 5}]}, "both"),
        ({"once": [{"amount": 5, "url": "javascript:x"}]}, "'javascript:x'"),
        ({"once": [{"amount": 5, "url": 5}]}, "no web address"),
        ({"monthly": [{"amount": "much", "url": URL}]}, "goal: give: monthly: 'much'"),
        ({"once": [{"amount": 0, "url": URL}]}, "nothing to give"),
        ({"once": [{"amount": 2.505, "url": URL}]}, "too many decimals"),
        ({"currency": "dollars"}, "'dollars'"),
        ({"currency": 5}, "currency: usd"),
    ],
)
def test_amounts_that_cannot_be_given_are_a_configuration_error(value, named):
    refused(lambda: given.suggestions_of(value, "eur"), "goal: give", named)


def test_amounts_need_a_currency():
    refused(lambda: given.suggestions_of({"once": []}, None), "goal: give", "currency: usd")


@pytest.mark.parametrize("path", ["wellspring-goal.txt", " a/b.dat ", None])
def test_a_document_is_a_file_of_the_site(path):
    assert given.fresh_of(path) == (path.strip() if path else None)


@pytest.mark.parametrize(
    "path",
    ["", "/a.txt", "../a.txt", "a//b.txt", "a b.txt", "a.json", "a.JS", "x/a.css", "a.md", "a.html", "a" * 300, "a?b"],
)
def test_what_is_no_file_or_would_be_frozen_is_a_configuration_error(path):
    refused(lambda: given.fresh_of(path), "goal: fresh: ", "wellspring-goal.txt")
