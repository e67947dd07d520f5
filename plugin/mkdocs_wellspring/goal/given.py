"""What a site wrote under `goal:`, as the values that a goal is made of; each mistake is one line."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from mkdocs_wellspring.addresses import is_web
from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.frontmatter import kind
from mkdocs_wellspring.goal.giving import NOTHING_SUGGESTED, Suggestion, Suggestions
from mkdocs_wellspring.goal.model import NOTHING_OFFLINE, Offline, no_currency
from mkdocs_wellspring.goal.wording import Text
from mkdocs_wellspring.ledger.records import Metric, Window
from mkdocs_wellspring.money import currency_code, minor_units

__all__ = [
    "currency_of",
    "day_of",
    "days_of",
    "duration_s",
    "fresh_of",
    "ids_of",
    "ledger_of",
    "minimum_of",
    "offline_of",
    "suggestions_of",
    "targets_of",
    "text_of",
    "window_of",
]

_UNITS_S = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DAY_S = 86400
_LONGEST_DAYS = 36_500
_LARGEST = 10**15
_ID = r"[A-Za-z0-9_]{1,250}"
_LONGEST_ID = 250
_SCHEME = r"([A-Za-z][A-Za-z0-9+.-]*)://"
_FROZEN = (".json", ".js", ".css")  # Material's privacy plugin keeps a copy of what ends so
_WAYS = ("once", "monthly")
_NAMED = frozenset({"campaign", "all", "month"})


def day_of(option: str, value: object) -> date | None:
    """A day; None where none is given. A moment is none: it might be meant by the clocks of another time zone."""
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ConfigurationError(f"goal: {option}: {str(value)[:40]!r} is no day; write it as 2026-12-31") from None


def duration_s(text: str, option: str = "refresh_after") -> int:
    """The seconds of a duration such as 30s, 15m, 2h or 1d.

    Raises:
        ConfigurationError: it is none.
    """
    found = re.fullmatch(r"([0-9]{1,10})([smhd])", text.strip().lower())
    seconds = int(found[1]) * _UNITS_S[found[2]] if found else -1
    if not 0 <= seconds <= _LONGEST_DAYS * _DAY_S:
        raise ConfigurationError(f"goal: {option}: {text[:40]!r} is no duration; write 30s, 15m, 2h or 1d")
    return seconds


def days_of(option: str, text: str) -> int:
    """A duration of whole days, from none."""
    seconds = duration_s(text, option)
    if seconds % _DAY_S:
        raise ConfigurationError(f"goal: {option}: {text[:40]!r} is no number of whole days; write it as 14d")
    return seconds // _DAY_S


def window_of(text: str) -> tuple[Window, int]:
    """The window and, of a rolling one, its days."""
    given = text.strip()
    if given in _NAMED:
        return cast("Window", given), 0
    if not re.fullmatch(r"[0-9]{1,5}d", given) or not 0 < int(given[:-1]) <= _LONGEST_DAYS:
        raise ConfigurationError(
            f"goal: window: {text[:40]!r} is none; write campaign, all, month, or days that it goes back, such as 30d"
        )
    return "rolling", int(given[:-1])


def currency_of(text: str | None) -> str | None:
    """The currency in three small letters; None where none is given."""
    try:
        return None if text is None else currency_code(text)
    except ConfigurationError as error:
        raise ConfigurationError(f"goal: currency: {error}") from None


def minimum_of(amount: object, currency: str | None) -> int:
    """The smallest gift that counts, in minor units; 0 where none is given."""
    if amount is None:
        return 0
    if currency is None:
        raise ConfigurationError(
            f"goal: minimum: {_shown(amount)} is an amount of no currency; give currency: usd as well"
        )
    return _money("minimum", amount, currency)


def targets_of(given: object, metric: Metric, currency: str | None) -> tuple[int, ...]:
    """The targets in the unit of the metric."""
    return tuple(_quantity("target", one, metric, currency) for one in (given if isinstance(given, list) else [given]))


def offline_of(given: object, metric: Metric, currency: str | None) -> Offline:
    """What was given by other ways."""
    if given is None:
        return NOTHING_OFFLINE
    if not isinstance(given, Mapping):
        return Offline(_quantity("offline", given, metric, currency))
    unknown = [_shown(key) for key in given if key not in {"amount", "note"}]
    if unknown or "amount" not in given:
        said = f"{unknown[0]} is not known" if unknown else "`amount` is missing"
        raise ConfigurationError(f"goal: offline: {said}; write {{amount: 12, note: cheques and cash}}")
    note = given.get("note") or ""
    if not isinstance(note, str):
        raise ConfigurationError(f"goal: offline: note: {kind(note)} is no text; write a few words")
    return Offline(_quantity("offline", given["amount"], metric, currency), " ".join(note.split()))


def text_of(option: str, given: object) -> Text:
    """A text, or one a language: `{en: …, de: …}`."""
    if isinstance(given, str):
        return given
    if not isinstance(given, Mapping) or not given:
        raise ConfigurationError(
            f"goal: {option}: {kind(given)} is no text; write one, or one a language: {{en: …, de: …}}"
        )
    for language, text in given.items():
        # `no`, which is Norwegian, is a false to YAML.
        if not isinstance(language, str) and language is not False:
            raise ConfigurationError(f"goal: {option}: {_shown(language)} is no language; write en, de or pt-BR")
        if not isinstance(text, str):
            raise ConfigurationError(
                f"goal: {option}: {kind(text)} is no text in {_shown(language)}; put it in quotation marks"
            )
    return {"no" if language is False else language: text for language, text in given.items()}


def suggestions_of(given: object, currency: str | None) -> Suggestions:
    """Amounts to give, as `wellspring campaign create` prints them; `currency` is the goal's."""
    if given is None:
        return NOTHING_SUGGESTED
    if not isinstance(given, Mapping) or (unknown := [key for key in given if key not in {"currency", *_WAYS}]):
        said = f"{_shown(unknown[0])} is not known" if isinstance(given, Mapping) else f"{kind(given)} is no mapping"
        raise ConfigurationError(f"goal: give: {said}; write {{currency: usd, once: [{{amount: 5, url: https://…}}]}}")
    named = given.get("currency") or currency
    if not isinstance(named, str):
        raise ConfigurationError("goal: give: its amounts are of no currency; give currency: usd there")
    try:
        code = currency_code(named)
    except ConfigurationError as error:
        raise ConfigurationError(f"goal: give: {error}") from None
    once, monthly = (tuple(_suggested(way, one, code) for one in _listed(way, given.get(way))) for way in _WAYS)
    return Suggestions(code, once, monthly)


def fresh_of(given: str | None) -> str | None:
    """The path of the document that may hold a newer count, from the root of the site."""
    if given is None:
        return None
    path = given.strip()
    parts = path.split("/")
    if not re.fullmatch(r"[A-Za-z0-9._/-]{1,200}", path) or any(part in {"", ".", ".."} for part in parts):
        raise ConfigurationError(
            f"goal: fresh: {_shown(given)} is no file of the site; write a name such as wellspring-goal.txt"
        )
    if path.lower().endswith((*_FROZEN, ".md", ".html")):
        raise ConfigurationError(
            f"goal: fresh: {_shown(given)} ends in what other plugins change or keep; write wellspring-goal.txt"
        )
    return path


def ids_of(option: str, prefix: str, given: object) -> tuple[str, ...]:
    """Ids of one kind of Stripe's objects, each once; `given` is one, a list of them, or None.

    They begin with `prefix`; where that is "", an account may have named the thing itself, such as a plan.
    """
    listed: Sequence[Any] = given if isinstance(given, list) else [] if given is None or given == "" else [given]
    for one in listed:
        if not (_is_id(one, prefix) if prefix else _is_name(one)):
            advice = f"give one that begins with {prefix}" if prefix else "give it as the Dashboard shows it"
            raise ConfigurationError(f"goal: {option}: {_shown(one)} is no id of Stripe's there; {advice}")
    return tuple(dict.fromkeys(listed))


def ledger_of(given: str, root: Path) -> str:
    """Where the ledger is, as a URL: a file, found from `root`, or PostgreSQL. No error repeats a password."""
    scheme = re.match(_SCHEME, given.strip())
    if scheme is None:
        if not given.strip():
            raise ConfigurationError("goal: ledger: it is empty; give a path, or postgresql://…")
        return f"sqlite:///{root / given.strip()}"
    if scheme[1].lower() not in {"postgresql", "postgres", "postgresql+psycopg"}:
        raise ConfigurationError(
            f"goal: ledger: {scheme[1][:20]}:// is no ledger that we can keep; give a path, or postgresql://…"
        )
    if not _database(given.strip()):
        raise ConfigurationError(
            "goal: ledger: the address of the database is incomplete; write postgresql://user:password@host/database, "
            "and because of the password only by !ENV"
        )
    return f"postgresql+psycopg://{given.strip()[scheme.end() :]}"


def _listed(way: str, given: object) -> list[Any]:
    if given is None or isinstance(given, list):
        return given or []
    raise ConfigurationError(f"goal: give: {way}: {kind(given)} is no list; write [{{amount: 5, url: https://…}}]")


def _suggested(way: str, given: object, currency: str) -> Suggestion:
    if not isinstance(given, Mapping) or set(given) != {"amount", "url"}:
        raise ConfigurationError(f"goal: give: {way}: each entry has both and no more: {{amount: 5, url: https://…}}")
    url = given["url"]
    if not isinstance(url, str) or not is_web(url):
        raise ConfigurationError(f"goal: give: {way}: {_shown(url)} is no web address; give https://buy.stripe.com/…")
    amount = _money(f"give: {way}", given["amount"], currency)
    if amount == 0:
        raise ConfigurationError(f"goal: give: {way}: 0 is nothing to give; give an amount such as 5")
    return Suggestion(amount, url)


def _is_id(one: object, prefix: str) -> bool:
    return isinstance(one, str) and one.startswith(prefix) and bool(re.fullmatch(_ID, one.removeprefix(prefix)))


def _is_name(one: object) -> bool:
    return isinstance(one, str) and 0 < len(one) <= _LONGEST_ID and one.isprintable() and " " not in one


def _database(address: str) -> str:
    try:
        return urlsplit(address).path.strip("/")
    except ValueError:
        return ""


def _quantity(option: str, given: object, metric: Metric, currency: str | None) -> int:
    """People or payments, or money in minor units."""
    if metric in {"gross", "net"}:
        if currency is None:
            raise ConfigurationError(no_currency(metric))
        return _money(option, given, currency)
    if type(given) is not int or not 0 <= given < _LARGEST:
        unit = "supporters" if metric in {"supporters", "recurring"} else "payments"
        raise ConfigurationError(
            f"goal: {option}: {_shown(given)} is no number of {unit}; give a whole one, such as 1000"
        )
    return given


def _money(option: str, amount: object, currency: str) -> int:
    if not isinstance(amount, int | float | str):
        raise ConfigurationError(f"goal: {option}: {kind(amount)} is no amount of money; give a number, such as 5")
    try:
        return minor_units(amount, currency)
    except ConfigurationError as error:
        raise ConfigurationError(f"goal: {option}: {error}") from None


def _shown(given: object) -> str:
    if isinstance(given, str):
        return f"{given[:40]!r}"
    is_number = type(given) is float or (type(given) is int and abs(given) < _LARGEST**2)
    return str(given)[:40] if is_number else kind(given)
