"""The page's one JSON-LD graph, to which each capability adds what it knows: https://www.w3.org/TR/json-ld11/."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Graph"]

_ID = "#webpage"

# What would end the element, or begin another, is written so that JSON means the same by it.
_ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@dataclass(slots=True)
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

    def add(self, properties: Mapping[str, Any]) -> None:
        """The page has these properties of schema.org; those that are empty are left out, lists are joined."""
        for name, value in properties.items():
            before = self._properties.get(name)
            if isinstance(before, list) and isinstance(value, list):
                self._properties[name] = before + value
            elif value:
                self._properties[name] = value

    def script(self) -> str:
        """The graph as an element of HTML; "" where nobody has added anything."""
        if not self._properties:
            return ""
        page = {
            "@type": "WebPage",
            "@id": f"{self.url or ''}{_ID}",
            **({"url": self.url} if self.url else {}),
            "name": self.name,
            "inLanguage": self.language,
            **self._properties,
        }
        whole = {"@context": "https://schema.org", "@graph": [page]}
        text = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
        return f'<script type="application/ld+json">{text}</script>'
