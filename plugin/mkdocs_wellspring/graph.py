"""The page's one JSON-LD graph, to which each capability adds what it knows: https://www.w3.org/TR/json-ld11/."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Graph", "to_json"]

# What would end the element, or begin another, is written so that JSON means the same by it.
_ESCAPED = (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def to_json(value: Any) -> str:
    """The value as JSON that may stand within an element of HTML."""
    text = _ENCODER.encode(value)
    for letter, written in _ESCAPED:
        text = text.replace(letter, written)
    return text


@dataclass(slots=True, eq=False, repr=False)
class Graph:
    """What machines may read of a page.

    Attributes:
        name: its title.
        language: a tag of BCP 47.
        url: its address; None where the site does not say where it will stand.
    """

    name: str
    language: str
    url: str | None = None
    _properties: dict[str, Any] = field(default_factory=dict)
    _written: dict[str, str] = field(default_factory=dict)
    _nodes: list[str] = field(default_factory=list)

    def add(self, properties: Mapping[str, Any]) -> None:
        """The page has these properties of schema.org; those that are empty are left out."""
        self._properties |= {name: value for name, value in properties.items() if value}

    def add_nodes(self, name: str, nodes: Iterable[str]) -> None:
        """The page has these nodes, each as `to_json` writes it, as a property; none where there is none."""
        if whole := ",".join(nodes):
            self._written[name] = f"[{whole}]"

    def add_node(self, node: Mapping[str, Any]) -> None:
        """The graph has one more node beside the page, with an `@id` of its own."""
        self._nodes.append(to_json(node))

    def answer(self, question: str, text: str) -> None:
        """The page is about this question, and answers it: https://schema.org/Question."""
        answer = {"@type": "Answer", "@id": self._id("answer"), "text": text} | ({"url": self.url} if self.url else {})
        asked = {"@type": "Question", "@id": self._id("question"), "name": question, "acceptedAnswer": answer}
        self.add({"mainEntity": asked})

    def script(self) -> str:
        """The graph as an element of HTML; "" where nobody has added anything."""
        if not self._properties and not self._written and not self._nodes:
            return ""
        page: dict[str, Any] = {"@type": "WebPage", "@id": self._id("webpage"), "url": self.url, "name": self.name}
        page = {name: value for name, value in page.items() if value} | {"inLanguage": self.language}
        known = to_json(page | self._properties)
        more = "".join(f',"{name}":{value}' for name, value in self._written.items())
        nodes = ",".join([f"{known[:-1]}{more}}}", *self._nodes])
        whole = f'{{"@context":"https://schema.org","@graph":[{nodes}]}}'
        return f'<script type="application/ld+json">{whole}</script>'

    def _id(self, name: str) -> str:
        """The name of a node, the same at every build; it begins with the page's address, where that is known."""
        return f"{self.url or ''}#{name}"
