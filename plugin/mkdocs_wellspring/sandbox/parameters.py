"""What a request asks for: form-encoded, nested with brackets, read by name, and nothing left over."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from mkdocs_wellspring.sandbox.collection import Query
from mkdocs_wellspring.sandbox.refusals import Refusal, invalid

__all__ = ["Parameters", "nested"]

_NAME = re.compile(r"(?P<head>[^\[\]]+)(?P<rest>(?:\[[^\[\]]*\])*)\Z")
_MOST_METADATA = 50
_LONGEST_METADATA_KEY = 40
_LONGEST_METADATA = 500


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """`a[b][c]=1` as {"a": {"b": {"c": "1"}}}; lists are mappings from "0", "1" …, with or without their numbers.

    Raises:
        Refusal: a name is not of that form, or stands both for a text and for a mapping.
    """
    tree: dict[str, Any] = {}
    for name, value in pairs:
        match = _NAME.match(name)
        if match is None:
            raise invalid(f"Invalid parameter name: {name}", name)
        *path, last = [match["head"], *re.findall(r"\[([^\[\]]*)\]", match["rest"])]
        place = tree
        for step in path:
            place = place.setdefault(step or str(len(place)), {})
            if not isinstance(place, dict):
                raise invalid("Invalid object", name)
        if isinstance(place.get(last), dict):
            raise invalid("Invalid string", name)
        place[last or str(len(place))] = value
    return tree


class Parameters:
    """The parameters of one request; each is taken by name, and `finish` refuses what nobody took."""

    def __init__(self, values: Mapping[str, Any], prefix: str = "") -> None:
        self._values = dict(values)
        self._prefix = prefix

    @classmethod
    def decoded(cls, encoded: str) -> "Parameters":
        """The parameters of a query or of a form body; Refusal where a name cannot be read."""
        return cls(nested(parse_qsl(encoded, keep_blank_values=True)))

    @property
    def whole(self) -> str:
        """The name under which these stand; "" for those of the request."""
        return self._prefix

    def name(self, name: str) -> str:
        """The whole name of a parameter, as errors give it: `line_items[0][quantity]`."""
        return f"{self._prefix}[{name}]" if self._prefix else name

    def text(self, name: str) -> str | None:
        """A text, None where it is absent; Refusal where it is a mapping or empty."""
        value = self._take(name)
        if isinstance(value, dict):
            raise invalid("Invalid string", self.name(name))
        if value == "":
            message = f"You passed an empty string for '{self.name(name)}'."
            raise invalid(message, self.name(name), "parameter_invalid_empty")
        return value

    def names(self) -> list[str]:
        """What is there and not yet taken, in the order in which it came."""
        return list(self._values)

    def required(self, name: str) -> str:
        """A text; Refusal where it is absent."""
        value = self.text(name)
        if value is None:
            raise self.lacking(name)
        return value

    def lacking(self, name: str) -> Refusal:
        """The refusal of a request without that parameter."""
        whole = self.name(name)
        return invalid(f"Missing required param: {whole}.", whole, "parameter_missing")

    def choice(self, name: str, values: Collection[str]) -> str | None:
        """A text that is one of `values`, None where it is absent."""
        value = self.text(name)
        if value is not None and value not in values:
            raise invalid(f"Invalid {self.name(name)}: must be one of {', '.join(sorted(values))}", self.name(name))
        return value

    def integer(self, name: str, low: int | None = None, high: int | None = None) -> int | None:
        """A whole number within bounds, both inclusive, None where it is absent."""
        value = self.text(name)
        if value is None:
            return None
        if not re.fullmatch(r"-?[0-9]{1,15}", value):
            raise invalid(f"Invalid integer: {value}", self.name(name), "parameter_invalid_integer")
        number = int(value)
        if (low is not None and number < low) or (high is not None and number > high):
            bound = f"greater than or equal to {low}" if low is not None and number < low else f"at most {high}"
            message = f"This value must be {bound} (it currently is '{value}')."
            raise invalid(message, self.name(name), "parameter_invalid_integer")
        return number

    def inside(self, name: str) -> "Parameters":
        """The parameters under a name; none where it is absent."""
        value = self._take(name)
        if value is None:
            value = {}
        if not isinstance(value, dict):
            raise invalid("Invalid object", self.name(name))
        return Parameters(value, self.name(name))

    def texts(self, name: str) -> list[str] | None:
        """The texts of a list, in the order in which they came, None where it is absent."""
        if name not in self._values:
            self._take(name)
            return None
        items = self.inside(name)
        return [items.required(place) for place in items.names()]

    def flag(self, name: str) -> bool | None:
        """True or false, None where it is absent."""
        value = self.choice(name, ("true", "false"))
        return None if value is None else value == "true"

    def emptied(self, name: str) -> bool:
        """The parameter is there to take away what was set before."""
        if self._values.get(name) != "":
            return False
        self._take(name)
        return True

    def metadata(self, name: str = "metadata", former: Mapping[str, str] | None = None) -> dict[str, str]:
        """Keys and texts within Stripe's limits (50 keys of 40 characters, texts of 500), laid over `former`.

        An empty text takes its key away, and an empty parameter all of them.
        """
        if former is not None and self.emptied(name):
            return {}
        given = self._take(name)
        value = {**(former or {}), **({} if given is None else given)} if not isinstance(given, str) else given
        if not isinstance(value, dict) or any(isinstance(text, dict) for text in value.values()):
            raise invalid("Invalid object", self.name(name))
        if len(value) > _MOST_METADATA:
            raise invalid(f"Metadata can have at most {_MOST_METADATA} keys.", self.name(name))
        for key, text in value.items():
            if len(key) > _LONGEST_METADATA_KEY or len(text) > _LONGEST_METADATA:
                message = f"Metadata keys have up to {_LONGEST_METADATA_KEY} characters, values {_LONGEST_METADATA}."
                raise invalid(message, f"{self.name(name)}[{key}]")
        return {key: text for key, text in value.items() if text}

    def query(self, *, by_created: bool = True) -> Query:
        """The page that a listing is asked for."""
        after, before = self.text("starting_after"), self.text("ending_before")
        if after is not None and before is not None:
            raise invalid("You cannot give both starting_after and ending_before.", "ending_before")
        limit = self.integer("limit", 1, 100) or 10
        since, until = self._created() if by_created else (None, None)
        return Query(limit, after, before, since, until)

    def expansions(self, possible: Collection[str]) -> list[str]:
        """Which of what the answer can show in full it is to show in full."""
        if not possible:
            return []
        asked = self.texts("expand") or []
        for what in asked:
            if what not in possible:
                raise self._not_expanded(what)
        return asked

    def finish(self) -> None:
        """Refuses what nobody asked for, so that a misspelt parameter is never passed over in silence."""
        for name, value in self._values.items():
            if name == "expand" and not self._prefix:
                what = next(iter(value.values()), "") if isinstance(value, dict) else value
                raise self._not_expanded(what)
            whole = self.name(name)
            raise invalid(f"Received unknown parameter: {whole}", whole, "parameter_unknown")

    def _take(self, name: str) -> str | dict[str, Any] | None:
        """What is there under a name, which is thereby taken: tests watch this door."""
        value: str | dict[str, Any] | None = self._values.pop(name, None)
        return value

    def _not_expanded(self, what: object) -> Refusal:
        return invalid(f"This property cannot be expanded ({what}): the sandbox cannot do it here.", "expand")

    def _created(self) -> tuple[int | None, int | None]:
        if not isinstance(self._values.get("created", {}), dict):
            exact = self.integer("created")
            return exact, None if exact is None else exact + 1
        bounds = self.inside("created")
        above, least = bounds.integer("gt"), bounds.integer("gte")
        below, most = bounds.integer("lt"), bounds.integer("lte")
        bounds.finish()
        lows = [low for low in (least, None if above is None else above + 1) if low is not None]
        highs = [high for high in (below, None if most is None else most + 1) if high is not None]
        return max(lows, default=None), min(highs, default=None)
