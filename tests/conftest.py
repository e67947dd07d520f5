"""What the tests of several folders share: an environment that says nothing, one real browser, signals that arrive."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
from browser import ADVICE, installed

# A machine that is busy with something else is no mistake of ours.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

OURS = ("WELLSPRING_", "STRIPE_")
ALSO_READ = {"CI", "CURL_CA_BUNDLE", "PYPANDOC_PANDOC", "REQUESTS_CA_BUNDLE", "SOURCE_DATE_EPOCH", "SSL_CERT_FILE"}


@pytest.fixture(scope="session", autouse=True)
def silent_environment() -> Iterator[None]:
    """Nothing the plugin reads is set, in CI as at a desk: a test that wants it sets it."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(OURS) or name in ALSO_READ or name.lower().endswith("_proxy"):
                patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = installed()
    if path is None:
        pytest.fail(ADVICE, pytrace=False)
    arguments = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def heard_signals() -> Iterator[None]:
    """Signals do what they do by default, here and in what is started, even if the tests run in the background."""
    defaults = {signal.SIGINT: signal.default_int_handler, signal.SIGHUP: signal.SIG_DFL}
    former = {number: signal.signal(number, handler) for number, handler in defaults.items()}
    yield
    for number, handler in former.items():
        signal.signal(number, handler)
