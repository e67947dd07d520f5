"""Who is the same person, and where the key of the hashes comes from."""

import re
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from mkdocs_wellspring.errors import ConfigurationError, LedgerError
from mkdocs_wellspring.ledger.people import ledger_key, mark_of, read_or_make_key, tokens_of

KEY = b"k" * 32


def people(*emails, customer=None, charge="ch_1", key=KEY, kind="charge"):
    return frozenset(tokens_of(key, kind, emails=emails, customer=customer, otherwise=charge))


@pytest.mark.parametrize("other", ["ADA@Example.org", " ada@example.org\n", "\uff21da@example.org"])
def test_the_same_address_written_otherwise_is_the_same_person(other):
    assert people("ada@example.org") == people(other)


@pytest.mark.parametrize("other", ["ada+x@example.org", "a.da@example.org", "ada@example.com"])
def test_nothing_is_guessed_of_addresses(other):
    assert people("ada@example.org").isdisjoint(people(other))


def test_address_receipt_address_and_customer_each_identify():
    assert len(people("a@example.org", "b@example.org", customer="cus_1")) == 3
    assert people("a@example.org", "A@example.org") == people("a@example.org")


@pytest.mark.parametrize("emails", [(), (None, None), ("", "  ")])
def test_where_nothing_identifies_the_charge_stands_for_the_person(emails):
    assert len(people(*emails, charge="ch_1") | people(*emails, charge="ch_2")) == 2


def test_an_address_a_customer_and_a_charge_of_the_same_text_are_not_the_same():
    assert len(people("x") | people(customer="x") | people(charge="x")) == 3


def test_givers_of_charges_and_of_subscriptions_are_kept_apart():
    assert people("x", customer="y").isdisjoint(people("x", customer="y", kind="subscription"))


def test_hashes_depend_on_the_key_and_show_nothing():
    assert people("ada@example.org").isdisjoint(people("ada@example.org", key=b"j" * 32))
    assert [len(each) for each in people("ada@example.org", customer="cus_1")] == [16, 16]


def test_an_account_s_mark_depends_on_each_part_and_on_the_key_and_shows_nothing():
    marks = {
        mark_of(KEY, "live", "rk_1"),
        mark_of(KEY, "test", "rk_1"),
        mark_of(KEY, "live", "rk_2"),
        mark_of(b"j" * 32, "live", "rk_1"),
    }
    assert len(marks) == 4
    assert all(re.fullmatch("[0-9a-f]{32}", each) for each in marks)


def test_an_address_that_is_no_text_of_unicode_still_has_a_hash():
    assert len(people("\ud800@example.org")) == 1


def test_a_local_build_makes_a_key_for_its_owner_alone_that_git_ignores_and_keeps_it(tmp_path):
    first = ledger_key({}, tmp_path / "cache")
    assert (first, first.persistent) == (ledger_key({"CI": "false"}, tmp_path / "cache"), True)
    assert len(first.secret) == 32
    assert stat.S_IMODE((tmp_path / "cache" / "ledger.key").stat().st_mode) == 0o600
    assert (tmp_path / "cache" / ".gitignore").read_text() == "*\n"
    assert sorted(path.name for path in (tmp_path / "cache").iterdir()) == [".gitignore", "ledger.key"]


def test_a_gitignore_that_is_there_stays(tmp_path):
    (tmp_path / ".gitignore").write_text("ledger.*\n")
    read_or_make_key(tmp_path / "ledger.key")
    assert (tmp_path / ".gitignore").read_text() == "ledger.*\n"


def test_a_key_that_others_could_read_is_closed_to_them(tmp_path):
    read_or_make_key(tmp_path / "ledger.key")
    (tmp_path / "ledger.key").chmod(0o644)
    read_or_make_key(tmp_path / "ledger.key")
    assert stat.S_IMODE((tmp_path / "ledger.key").stat().st_mode) == 0o600


def test_builds_that_make_the_key_at_once_get_the_same(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(read_or_make_key, [tmp_path / "ledger.key"] * 32))
    assert len(keys) == 1


@pytest.mark.parametrize("text", ["", "hello", "ab", "\xe9"])
def test_a_file_that_is_no_key_is_refused_and_left(tmp_path, text):
    (tmp_path / "ledger.key").write_text(text)
    with pytest.raises(LedgerError, match="delete it"):
        read_or_make_key(tmp_path / "ledger.key")
    assert (tmp_path / "ledger.key").read_text() == text


def test_a_folder_that_cannot_be_made_is_an_error_that_says_what_to_do(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerError, match="WELLSPRING_LEDGER_KEY"):
        read_or_make_key(tmp_path / "file" / "ledger.key")


@pytest.mark.parametrize("ci", ["true", "1", "yes"])
def test_in_ci_the_key_and_the_ledger_last_for_one_run(tmp_path, ci):
    first, second = (ledger_key({"CI": ci}, tmp_path / "cache") for _ in range(2))
    assert first.secret != second.secret
    assert first.place("sqlite:///kept.db") == "sqlite://"
    assert not (tmp_path / "cache").exists()


def test_a_key_from_the_environment_goes_before_all_and_lasts(tmp_path):
    key = ledger_key({"CI": "true", "WELLSPRING_LEDGER_KEY": " 0123456789abcdef\n"}, tmp_path / "cache")
    assert (key.secret, key.place("sqlite:///kept.db")) == (b"0123456789abcdef", "sqlite:///kept.db")
    assert not (tmp_path / "cache").exists()
    assert "0123" not in repr(key)


def test_a_short_key_is_refused_without_being_shown(tmp_path):
    with pytest.raises(ConfigurationError, match="too short") as caught:
        ledger_key({"WELLSPRING_LEDGER_KEY": "hunter2"}, tmp_path)
    assert "hunter2" not in str(caught.value)
