"""A sandbox over real HTTP: no client but the standard library's, and no port that anybody chose."""

import http.client
import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest

from mkdocs_wellspring.sandbox.seed import Scene
from mkdocs_wellspring.sandbox.server import Sandbox, bound, running

SCENE = Scene(supporters=60, seed=7, campaign="independence-2026")


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


@dataclass(frozen=True, slots=True)
class Client:
    place: Sandbox

    def ask(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        key: str | None = "rk_test_sandbox",
        raw: str | None = None,
    ) -> Reply:
        connection = http.client.HTTPConnection(self.place.address.removeprefix("http://"), timeout=5)
        sent = {} if key is None else {"Authorization": f"Bearer {key}"}
        encoded = raw
        if body is not None:
            encoded = urlencode(body)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, encoded, {**sent, **(headers or {})})
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, names, response.read().decode())
        finally:
            connection.close()

    def get(self, path: str, **query: Any) -> Any:
        reply = self.ask("GET", f"/v1{path}?{urlencode(query)}")
        assert reply.status == 200, reply.text
        return reply.json

    def every(self, path: str, **query: Any) -> list[dict[str, Any]]:
        """All of a listing, page by page."""
        found: list[dict[str, Any]] = []
        while True:
            cursor = {"starting_after": found[-1]["id"]} if found else {}
            page = self.get(path, limit=100, **query, **cursor)
            found += page["data"]
            if not page["has_more"]:
                return found


def basic(user: str) -> str:
    return "Basic " + b64encode(f"{user}:".encode()).decode()


@pytest.fixture(scope="session")
def started() -> Iterator[Client]:
    """One sandbox for tests that change nothing, or only add what no other test looks at."""
    with running(SCENE, bound(0)) as place:
        yield Client(place)


@pytest.fixture
def fresh() -> Iterator[Callable[[Scene], Client]]:
    """Sandboxes of the test's own."""
    with ExitStack() as stack:
        yield lambda scene: Client(stack.enter_context(running(scene, bound(0))))
