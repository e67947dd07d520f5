"""How a reader may ask for an answer: links that say what is asked, and send nothing by themselves."""

import re
from dataclasses import dataclass

from mkdocs_wellspring.addresses import is_web
from mkdocs_wellspring.errors import ConfigurationError

__all__ = ["Ask"]

_MAIL = r"[^\s@<>()\[\],;:\\\"?&%]+@[^\s@<>()\[\],;:\\\"?&%]+\.[^\s@<>()\[\],;:\\\"?&%]+"

_UNFIT = r"^(?:[A-Za-z][A-Za-z0-9+.-]*:|[/\\])|\s"


@dataclass(frozen=True, slots=True)
class Ask:
    """The ways of a site.

    Attributes:
        search: the page on which the site's own search reads `?q=`, from the site's root: "" or `search.html`; an
            address for another search; None for none.
        issue: the address of a form for a new issue, https://…/issues/new; None for none.
        email: a mail address; None for none.

    Raises:
        ConfigurationError: `search` is neither of these, `issue` is no web address, or `email` no mail address.
    """

    search: str | None = None
    issue: str | None = None
    email: str | None = None

    def __post_init__(self) -> None:
        if self.search is not None and not is_web(self.search) and re.search(_UNFIT, self.search):
            raise ConfigurationError(
                f"questions: ask: search: {self.search[:80]} is no page and no web address; give search.html or https://…"
            )
        if self.issue is not None and not is_web(self.issue):
            raise ConfigurationError(
                f"questions: ask: issue: {self.issue[:80]} is no web address; give https://…/issues/new"
            )
        if self.email is not None and not re.fullmatch(_MAIL, self.email):
            raise ConfigurationError(
                f"questions: ask: email: {self.email[:80]} is no mail address; give one such as questions@example.org"
            )
