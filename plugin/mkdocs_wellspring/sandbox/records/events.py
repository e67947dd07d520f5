"""What has happened, and who is to be told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Endpoint", "Event"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something has changed: `subject` is the record as it was just after."""

    id: str
    created: int
    type: str
    subject: Any


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address to which events are posted, signed with `secret`; the event `*` stands for all."""

    id: str
    created: int
    url: str
    secret: str
    events: tuple[str, ...]
    description: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)

    def wants(self, type_: str) -> bool:
        """It is to be told of events of that type."""
        return "*" in self.events or type_ in self.events
