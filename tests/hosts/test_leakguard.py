"""A built site that holds a key is not published."""

import gzip
import logging
import os
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from mkdocs.exceptions import Abort

from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.hosts.mkdocs.leakguard import Secret, leaks, secrets_of
from mkdocs_wellspring.refresh import Asking, Payments, refresh
from mkdocs_wellspring.sandbox.seed import Scene
from mkdocs_wellspring.sandbox.server import bound, running

from .conftest import GOAL

RANDOM = "51H8xkQLz0aBcDeFgHiJkLmN"
RESTRICTED, TESTING, HOOK = f"rk_live_{RANDOM}", f"sk_test_{RANDOM}", f"whsec_{RANDOM}+/=="
CHUNK = 1 << 20


def found(root, *secrets):
    return [(leak.path, leak.kind) for leak in leaks(root, [Secret("a secret", one.encode()) for one in secrets])]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (RESTRICTED, "a restricted key of Stripe's"),
        (TESTING, "a secret key of Stripe's"),
        (f"sk_live_{RANDOM}", "a secret key of Stripe's"),
        (HOOK, "a webhook secret of Stripe's"),
        (f'<a href="?key={RESTRICTED}">', "a restricted key of Stripe's"),
        (f'{{"text": "one\\n{RESTRICTED}"}}', "a restricted key of Stripe's"),
        (f"?key=%22{TESTING}%22", "a secret key of Stripe's"),
        ("sk_live_" + "a" * 14 + "A1", "a secret key of Stripe's"),
        (f"sk_org_live_{RANDOM}", "a secret key of Stripe's"),
        (f"rk_org_test_{RANDOM}", "a restricted key of Stripe's"),
        (f"sk_live_{'x' * 24} sk_live_{RANDOM}", "a secret key of Stripe's"),
        (f"sk_live_sk_live_{RANDOM}", "a secret key of Stripe's"),
    ],
)
def test_a_key_is_found_wherever_it_stands(tmp_path, text, kind):
    (tmp_path / "a.html").write_text(f"<p>before {text} after</p>")
    assert found(tmp_path) == [("a.html", kind)]


@pytest.mark.parametrize(
    "text",
    ["rk_live_…", "rk_live_...", "sk_live_" + "a" * 16, "sk_live_" + "x" * 24, "sk_live_" + "X" * 24,
     "sk_test_your_secret_key_here", "whsec_your_webhook_secret_here", "rk_live_YOUR_RESTRICTED_KEY_1",
     "def rk_test_runge_kutta_fourth_order():", "sk_test_000000000000000000000000", "whsec_" + "1234567890" * 4,
     "sk_org_live_xxxxxxxxxxxxxxxxxxxxxxxx", "sk_test_", "whsec_…", "rk_live_<your key>", "sk_live_" + "a" * 15,
     f"pk_live_{RANDOM}",
     f"pk_test_{RANDOM}", "rk_test_sandbox", "risk_test_automation_framework", "key",
     "a task_live_for_a_very_long_time"],
)  # fmt: skip
def test_what_is_no_key_passes(tmp_path, text):
    (tmp_path / "a.html").write_text(f"<p>{text}</p>")
    assert found(tmp_path) == []


@pytest.mark.parametrize("place", [CHUNK - 33, CHUNK - 32, CHUNK - 8, CHUNK - 1, CHUNK, 2 * CHUNK - 5, 0, 3 * CHUNK])
@pytest.mark.parametrize("secret", [RESTRICTED, "x" * 300])
def test_a_secret_over_the_border_of_two_chunks_is_found(tmp_path, place, secret):
    (tmp_path / "big.bin").write_bytes(b"\x00" * place + secret.encode() + b"\xff" * 1000)
    assert len(found(tmp_path, "x" * 300)) == 1


def test_compressed_files_are_looked_into(tmp_path):
    with gzip.open(tmp_path / "sitemap.xml.gz", "wb") as file:
        file.write(b"<urlset>" + b"\x00" * CHUNK + TESTING.encode())
    (tmp_path / "without-suffix").write_bytes(gzip.compress(RESTRICTED.encode()))
    (tmp_path / "shortened").write_bytes(gzip.compress(RESTRICTED.encode())[:-8])
    (tmp_path / "broken.gz").write_bytes(b"\x1f\x8bno gzip")
    (tmp_path / "cut.gz").write_bytes(gzip.compress(b"nothing")[:-3])
    assert found(tmp_path) == [
        ("shortened", "a restricted key of Stripe's"),
        ("sitemap.xml.gz", "a secret key of Stripe's"),
        ("without-suffix", "a restricted key of Stripe's"),
    ]


@pytest.mark.parametrize("name", [f"a/{RESTRICTED}.txt", f"a/{RESTRICTED}/b.txt", "a/the very ledger key.html"])
def test_a_secret_in_the_name_of_a_file_is_found_and_not_repeated(tmp_path, name):
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text("nothing")
    ((path, kind),) = found(tmp_path, "the very ledger key")
    assert path in {"a/***", "a/***/b.txt"}
    assert kind in {"a restricted key of Stripe's", "a secret"}


def ledger_file(path, table="wellspring_schema", padding=0):
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE padding (text)")
        database.executemany("INSERT INTO padding VALUES (?)", [("x" * 1000,)] * padding)
        database.execute(f"CREATE TABLE {table} (version)")
        database.commit()


@pytest.mark.parametrize("padding", [0, 3000])
def test_a_ledger_is_found_whatever_its_name_and_compressed_too(tmp_path, padding):
    ledger_file(tmp_path / "gifts.png", padding=padding)
    ledger_file(tmp_path / "other.db", table="another_schema", padding=padding)
    (tmp_path / "zipped").write_bytes(gzip.compress((tmp_path / "gifts.png").read_bytes()))
    (tmp_path / "words.html").write_text("SQLite format 3 and wellspring_schema")
    assert found(tmp_path) == [
        ("gifts.png", "the ledger of payments"),
        ("zipped", "the ledger of payments"),
    ]


def wal_of(path, *statements):
    """What stands in the write-ahead log while the database is open, and stays when its program is killed."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        for statement in statements:
            database.execute(statement)
        database.commit()
        return path.with_name(f"{path.name}-wal").read_bytes()


def test_a_ledger_s_write_ahead_log_is_found_without_the_ledger_and_compressed_too(tmp_path):
    site, made = tmp_path / "site", tmp_path / "made.db"
    site.mkdir()
    whole = wal_of(made, "CREATE TABLE wellspring_schema (version)", "CREATE TABLE x (id)")
    changed = wal_of(made, "INSERT INTO x VALUES ('ch_3MmlLrLkdIwHu7ix0snN0B15')")
    assert (whole[:3], b"wellspring" in changed) == (b"\x37\x7f\x06", False)
    (site / "ledger.db-wal").write_bytes(whole)
    (site / "later").write_bytes(changed)
    (site / "other-endian").write_bytes(bytes([*whole[:3], whole[3] ^ 1]) + whole[4:])
    (site / "zipped").write_bytes(gzip.compress(changed))
    (site / "of-another").write_bytes(wal_of(tmp_path / "other.db", "CREATE TABLE x (id)"))
    (site / "words.html").write_text("wellspring_schema of ch_3MmlLrLkdIwHu7ix0snN0B15")
    paths = ["later", "ledger.db-wal", "other-endian", "zipped"]
    assert found(site) == [(path, "the ledger of payments") for path in paths]


def test_the_log_that_a_killed_build_leaves_beside_its_ledger_is_found(tmp_path):
    site, made = tmp_path / "site", tmp_path / "ledger.db"
    site.mkdir()
    with running(Scene(3, 7, "c"), bound(0)) as place:
        goal = Goal("c", "T", (10,), cache=tmp_path, snapshot=tmp_path / "goal.txt", ledger=f"sqlite:///{made}")
        payments = Payments.of({"WELLSPRING_STRIPE_KEY": "rk_test_x", "WELLSPRING_STRIPE_API": place.address})
        refresh(goal, payments, now=datetime.now(UTC))
        with closing(sqlite3.connect(made)) as open_still:
            open_still.execute("SELECT * FROM sqlite_master").fetchall()
            refresh(goal, payments, now=datetime.now(UTC), how=Asking(full=True))
            log = made.with_name("ledger.db-wal").read_bytes()
    assert b"wellspring_" not in log
    (site / "log").write_bytes(log)
    assert found(site) == [("log", "the ledger of payments")]


def test_the_key_of_any_ledger_is_found_by_its_name(tmp_path):
    for name in ("ledger.key", "hash.txt"):
        (tmp_path / name).write_text("0a" * 32 + "\n")
    assert found(tmp_path) == [("ledger.key", "a key of a ledger")]
    (tmp_path / "ledger.key").write_text("The key of a map's ledger.")
    assert found(tmp_path) == []


def test_what_is_no_file_is_passed_over(tmp_path):
    (tmp_path / "gone").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")
    assert found(tmp_path) == []


def test_the_very_secrets_of_this_machine_are_found_and_each_file_is_named_once(tmp_path):
    for name in ("b/c.js", "a.txt", "z.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("quite a long ledger key, twice: quite a long ledger key")
    (tmp_path / "z.html").write_text("nothing")
    assert [path for path, _kind in found(tmp_path, "quite a long ledger key")] == ["a.txt", "b/c.js"]


def test_the_secrets_of_a_machine_are_those_of_its_environment_and_of_its_ledger(tmp_path):
    (tmp_path / "ledger.key").write_text("ab" * 32 + "\n")
    env = {"WELLSPRING_STRIPE_KEY": f" {RESTRICTED}\n", "WELLSPRING_LEDGER_KEY": "k" * 16, "OTHER": "o" * 20}
    known = {secret.kind: secret.value for secret in secrets_of(env, tmp_path / "ledger.key")}
    assert list(known.values()) == [RESTRICTED.encode(), b"k" * 16, b"ab" * 32]
    assert RESTRICTED not in repr(secrets_of(env, tmp_path / "ledger.key"))
    assert secrets_of({"WELLSPRING_STRIPE_KEY": "rk_test_sandbox"}) == []
    assert secrets_of({}, tmp_path / "nowhere") == []
    assert secrets_of({}, tmp_path) == []


def home(site, text=""):
    site.write("docs/index.md", f"# A\n\n{text}\n")


@pytest.mark.parametrize("text", [RESTRICTED, TESTING, HOOK])
def test_a_build_that_would_publish_a_key_fails_and_names_the_file_and_not_the_key(site, text, caplog):
    home(site)
    site.write("docs/files/notes.txt", text)
    with pytest.raises(Abort):
        site.build({"goal": GOAL})
    (error,) = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert "files/notes.txt of the built site holds a" in error
    assert RANDOM not in caplog.text
    assert "\n" not in error.strip()


HOOK_THAT_WRITES = """from pathlib import Path
def on_post_build(config):
    Path(config.site_dir, "late.txt").write_text(TEXT)
"""


def test_what_a_hook_writes_after_the_build_is_looked_at_too(site, caplog):
    home(site)
    site.write("late.py", HOOK_THAT_WRITES.replace("TEXT", repr(RESTRICTED)))
    with pytest.raises(Abort):
        site.build({"goal": GOAL}, hooks=["late.py"])
    assert "late.txt of the built site holds a restricted key of Stripe's" in caplog.text


@pytest.mark.parametrize("name", ["ledger.db", "notes.txt"])
def test_a_ledger_among_the_documents_fails_the_build(site, caplog, name):
    home(site)
    (site.root / "docs/files").mkdir()
    ledger_file(site.root / "docs/files" / name)
    with pytest.raises(Abort):
        site.build({"goal": GOAL})
    assert f"files/{name} of the built site holds the ledger of payments" in caplog.text


def test_the_key_in_the_cache_is_not_published(site, caplog):
    home(site)
    key = "0123456789abcdef" * 4
    site.write(".cache/wellspring/ledger.key", f"{key}\n")
    site.write("docs/files/notes.txt", f"the key: {key}")
    with pytest.raises(Abort):
        site.build({"goal": {**GOAL, "ledger": "gifts.db", "snapshot": "goal.txt"}})
    assert "files/notes.txt of the built site holds the ledger's key" in caplog.text


def test_a_key_on_a_page_is_in_its_search_index_as_well(site, caplog):
    home(site, f"Our key is {RESTRICTED}.")
    with pytest.raises(Abort):
        site.build({"goal": GOAL})
    assert re.search(r"index\.html of the built site holds a restricted key of Stripe's, and so do? ", caplog.text)


def test_the_configured_key_is_looked_for_without_a_goal_too(site, monkeypatch, caplog):
    home(site, f"`{RESTRICTED}`")
    site.build()
    monkeypatch.setenv("WELLSPRING_STRIPE_KEY", RESTRICTED)
    with pytest.raises(Abort):
        site.build()
    assert "the key in WELLSPRING_STRIPE_KEY" in caplog.text


def test_documentation_that_shows_the_form_of_a_key_builds(site):
    home(site, "Give a restricted key, `rk_live_…`, and no `sk_live_…`.")
    site.build({"goal": GOAL})
