"""A zero that is shown is true: somebody knows that nobody gave, rather than that nothing was found."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mkdocs_wellspring.errors import NothingMatched
from mkdocs_wellspring.ledger.answers.charges import CAMPAIGN_KEY
from mkdocs_wellspring.ledger.api.listing import CANCELED, CHARGES
from mkdocs_wellspring.ledger.book.streams import BEGINNING_S, look_again
from mkdocs_wellspring.ledger.book.views import is_known, seconds
from mkdocs_wellspring.ledger.coverage import PaymentsAPI
from mkdocs_wellspring.ledger.records import Count, Definition, Reason

if TYPE_CHECKING:
    from mkdocs_wellspring.ledger.store import Ledger

__all__ = ["refuse_silent_zero"]

_MANY = 2_000
"""Twenty requests list as many payments: where there are more, not every build can ask for them."""


def refuse_silent_zero(api: PaymentsAPI, ledger: "Ledger", count: Count) -> None:
    """Nothing, where the count can be believed.

    No payment of the campaign among others of the account is a zero only where the campaign had some before: on the
    first of a month nobody has given yet, and the last monthly gift may have been cancelled. Where all of the
    campaign's payments are in other currencies than the one that is counted, the currency is at fault. The next
    count asks for all payments of the window again, since they may be marked by hand by then; not so where they
    are too many for a build.

    Raises:
        NothingMatched: it cannot.
    """
    if not count.lines and count.other_payments and not _was_known(api, ledger, count):
        _look_again(ledger, count)
        raise NothingMatched(_how_to_match(count.definition, count.other_payments))
    foreign = count.number(Reason.CURRENCY)
    if foreign and not count.number(Reason.COUNTED) and not _has_its_currency(ledger, count):
        currency = str(count.definition.currency).upper()
        raise NothingMatched(
            f"None of the campaign's payments is in {currency}, and {foreign} are in other currencies: "
            "correct `currency` in mkdocs.yml."
        )


def _look_again(ledger: "Ledger", count: Count) -> None:
    if count.definition.metric == "recurring":
        return
    first_s, _ = seconds(count.definition, count.as_of)
    with ledger.reading() as book:
        look_again(book, "charges", BEGINNING_S if first_s is None else first_s, _MANY)


def _has_its_currency(ledger: "Ledger", count: Count) -> bool:
    if count.definition.metric == "recurring":
        return count.number(Reason.CURRENCY) < count.campaign_payments
    with ledger.reading() as book:
        return is_known(book, count.definition, in_its_currency=True)


def _was_known(api: PaymentsAPI, ledger: "Ledger", count: Count) -> bool:
    definition = count.definition
    with ledger.reading() as book:
        if is_known(book, definition):
            return True
    if definition.metric == "recurring":
        return any(_is_of(definition, each) for each in api.page(CANCELED).objects)
    first, _ = definition.bounds(count.as_of)
    if first is None:
        return False
    return any(_is_of(definition, each) for each in api.page(CHARGES, below=int(first.timestamp())).objects)


def _is_of(definition: Definition, thing: Mapping[str, Any]) -> bool:
    metadata = thing.get("metadata")
    return isinstance(metadata, Mapping) and metadata.get(CAMPAIGN_KEY) == definition.campaign


def _how_to_match(definition: Definition, others: int) -> str:
    since = "" if definition.starts is None or definition.window != "campaign" else f" since {definition.starts}"
    campaign = " ".join(definition.campaign.split())
    by_hand = "; gifts that you mark by hand later are found by: wellspring refresh --full"
    what, place, later = "payment", "payment_intent_data", by_hand
    if definition.metric == "recurring":
        what, place, later = "subscription", "subscription_data", "."
    noun = what if others == 1 else f"{what}s"
    return (
        f"The account has {others} other {noun}{since}, and none of the campaign: set the metadata key "
        f'{CAMPAIGN_KEY} to "{campaign}" in the payment link\'s {place}, or correct `campaign` in mkdocs.yml{later}'
    )
