"""The key to the payments API: whose money it opens, and that nothing shows it."""

import pytest

from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.ledger.records import Mode
from mkdocs_wellspring.ledger.secret import SecretKey, api_base

LOCAL = "http://127.0.0.1:8420"


@pytest.mark.parametrize(
    ("key", "base", "mode"),
    [
        ("rk_live_abc", None, Mode.LIVE),
        ("sk_live_abc", None, Mode.LIVE),
        ("rk_test_abc", None, Mode.TEST),
        (" rk_test_abc\n", None, Mode.TEST),
        ("rk_test_sandbox", LOCAL, Mode.SANDBOX),
    ],
)
def test_the_mode_follows_from_the_prefix_and_the_server(key, base, mode):
    assert SecretKey(key).mode(base) is mode


@pytest.mark.parametrize(
    "key", ["", "pk_live_abc", "rk_live_", "whsec_abc", "rk_test_a b", "rk_test_a\nX: y", "sk_abc"]
)
def test_what_is_no_secret_key_is_refused_without_being_shown(key):
    with pytest.raises(ConfigurationError, match="restricted key") as caught:
        SecretKey(key).mode(None)
    assert key in {"", "rk_live_"} or key not in str(caught.value)


def test_a_live_key_is_never_sent_to_another_server():
    with pytest.raises(ConfigurationError, match="never sent") as caught:
        SecretKey("rk_live_abc").mode(LOCAL)
    assert "abc" not in str(caught.value)


def test_printing_and_formatting_a_key_does_not_show_it():
    key = SecretKey("rk_live_abc")
    assert f"{key} {key!r} {[key]} %s" % key == "SecretKey(***) SecretKey(***) [SecretKey(***)] SecretKey(***)"
    assert key.reveal() == "rk_live_abc"


@pytest.mark.parametrize(
    ("value", "base"), [(None, None), (" ", None), (f"{LOCAL}/", LOCAL), ("https://a.example/x", "https://a.example/x")]
)
def test_the_address_of_another_server_is_read(value, base):
    assert api_base(value) == base


@pytest.mark.parametrize(
    "value", ["127.0.0.1:8420", "ftp://a.example", "http://", "file:///etc", "http://a.example?x=1"]
)
def test_what_is_no_address_of_a_server_is_refused(value):
    with pytest.raises(ConfigurationError, match="WELLSPRING_STRIPE_API"):
        api_base(value)


@pytest.mark.parametrize(
    ("key", "unrestricted"),
    [("sk_live_abc", True), (" sk_test_abc\n", True), ("rk_live_abc", False), ("rk_test_sk_live", False)],
)
def test_a_secret_key_is_told_from_a_restricted_one(key, unrestricted):
    assert SecretKey(key).is_unrestricted is unrestricted
