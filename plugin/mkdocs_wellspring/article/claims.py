"""A claim, a verdict and the people behind them, read from front matter; what is wrong becomes a finding."""

from mkdocs_wellspring.article.given import Given
from mkdocs_wellspring.article.model import Claim, Party, Verdict
from mkdocs_wellspring.frontmatter import kind

__all__ = ["read_claim", "read_parties", "read_verdict"]

_TYPES = {"person": "Person", "organization": "Organization"}
_SCALE = ("rating", "best", "worst")


def read_claim(given: Given) -> Claim | None:
    """A text, or a mapping."""
    wanted = "a text or `{text: …, author: …, date: 2026-11-12, url: https://…}`"
    if given.value is None:
        return None
    if isinstance(given.value, str):
        text = given.words()
        return Claim(text) if text else None
    if not given.has_keys(("text", "author", "date", "url"), wanted):
        return None
    text = given.needed("text", "say what is claimed", on_one_line=True)
    author = None if given.at("author").value is None else _party(given.at("author"))
    day, url = given.at("date").past_day(), given.at("url").address()
    return Claim(text, author, day, url) if text else None


def read_verdict(given: Given) -> Verdict | None:
    """A text, or a mapping with a scale."""
    wanted = 'a text or `{text: …}`, in quotation marks where it is a word such as "False"'
    if given.value is None:
        return None
    if isinstance(given.value, str):
        text = given.words()
        return Verdict(text) if text else None
    if not given.has_keys(("text", *_SCALE), wanted):
        return None
    text, scale = given.needed("text", "say it in words", on_one_line=True), _scale(given)
    return Verdict(text, *scale) if text else None


def _scale(given: Given) -> tuple[float, float, float] | tuple[()]:
    """Rating, best and worst: all three, or none. The vocabulary would take 5 and 1 for ends that are not given."""
    missing = [key for key in _SCALE if given.value.get(key) is None]
    numbers = [number for key in _SCALE if (number := given.at(key).number()) is not None]
    if missing and len(missing) < len(_SCALE):
        listed = " and ".join(f"`{key}:`" for key in missing)
        given.find("article-claim", f"{given.name} has a scale without {listed}; give rating, best and worst, or none")
    elif len(numbers) == len(_SCALE):
        rating, best, worst = numbers
        if worst <= rating <= best and worst < best:
            return rating, best, worst
        message = f"{given.name} has a rating of {rating} from {worst} (worst) to {best} (best); correct one of them"
        given.find("article-claim", message)
    return ()


def read_parties(given: Given) -> tuple[Party, ...]:
    """A name, a mapping, or a list of these."""
    return tuple(party for item in given.items if (party := _party(item)))


def _party(given: Given) -> Party | None:
    wanted = "a name or `{name: …, url: https://…}`"
    if isinstance(given.value, str):
        name = given.words()
        if name is None:
            given.find("article-text", f"{given.name} is {kind(given.value)}; give {wanted}")
        return Party(name) if name else None
    if not given.has_keys(("name", "url", "type"), wanted):
        return None
    name = given.needed("name", "give one", on_one_line=True)
    url, of_type = given.at("url").address(), _type(given.at("type"))
    return Party(name, url, of_type) if name else None


def _type(given: Given) -> str | None:
    text = given.words("person or organization")
    if text and text.casefold() not in _TYPES:
        given.find("article-text", f"{given.name} is neither person nor organization; give one of them, or none")
    return _TYPES.get((text or "").casefold())
