"""From the payments API into the ledger, whole or not at all."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from mkdocs_wellspring.errors import NothingMatched, PaymentsMalformed
from mkdocs_wellspring.ledger.charge import CAMPAIGN_KEY, campaign_of, is_live, object_id, read_payment
from mkdocs_wellspring.ledger.records import Count, Definition, Mode, Payment
from mkdocs_wellspring.ledger.tally import tally

if TYPE_CHECKING:
    from mkdocs_wellspring.ledger.store import Ledger

__all__ = ["PaymentsAPI", "synchronise"]


class PaymentsAPI(Protocol):
    """Where payments are asked for."""

    def charges(self, created_from: datetime | None) -> Iterator[Mapping[str, Any]]:
        """Every charge of the account since `created_from`, newest first, each once, as the API answers it.

        It ends only after the last one.

        Raises:
            PaymentsUnavailable: the API does not answer, or not to this key.
            PaymentsMalformed: it answers what is no listing of charges.
        """


def synchronise(api: PaymentsAPI, ledger: "Ledger", definition: Definition, *, now: datetime) -> Count:
    """The count, made from a ledger that holds the campaign's payments as they are at `now`.

    All are fetched first; then one transaction replaces what the ledger held of the campaign.

    Args:
        api: where the payments are asked for.
        ledger: where they are kept.
        definition: what counts.
        now: the time in UTC that the count bears.

    Raises:
        PaymentsUnavailable: the API did not answer, or not to this key.
        PaymentsMalformed: it answered something that is not documented, or money of another mode.
        NothingMatched: the account has payments, and none of the campaign. The ledger stays as it was.
        LedgerError: the ledger cannot be read or written.
    """
    payments, others = _fetch(api, definition, ledger.secret)
    if not payments and not others:
        others = _earlier(api, definition)
    if others and not payments:
        raise NothingMatched(_how_to_match(definition, others))
    ledger.replace(definition, payments)
    kept = ledger.payments(definition)
    result = tally(definition, kept)
    return Count(
        value=result.supporters,
        as_of=now,
        definition=definition,
        counted_payments=result.payments,
        campaign_payments=len(kept),
        other_payments=others,
    )


def _earlier(api: PaymentsAPI, definition: Definition) -> int:
    """1 where the account has payments from before the campaign: then none of it matching is no proof of a zero."""
    starts, _ = definition.window()
    return 0 if starts is None else sum(1 for _charge in islice(api.charges(None), 1))


def _fetch(api: PaymentsAPI, definition: Definition, secret: bytes) -> tuple[list[Payment], int]:
    payments: dict[str, Payment] = {}
    others = 0
    starts, _ = definition.window()
    for charge in api.charges(starts):
        _check_mode(charge, definition.mode)
        if campaign_of(charge) != definition.campaign:
            others += 1
        elif object_id(charge) in payments:
            raise PaymentsMalformed("The payments API listed a charge twice, so nothing was counted: try again later.")
        else:
            payment = read_payment(charge, secret)
            payments[payment.id] = payment
    return list(payments.values()), others


def _check_mode(charge: Mapping[str, Any], mode: Mode) -> None:
    if is_live(charge) == (mode is Mode.LIVE):
        return
    was = "live" if is_live(charge) else "test"
    raise PaymentsMalformed(
        f"The payments API answered {was} payments to a key of mode {mode}, so nothing was counted: "
        "check WELLSPRING_STRIPE_KEY and WELLSPRING_STRIPE_API."
    )


def _how_to_match(definition: Definition, others: int) -> str:
    since = "" if definition.starts is None else f" since {definition.starts}"
    noun = "payment" if others == 1 else "payments"
    campaign = " ".join(definition.campaign.split())
    return (
        f"The account has {others} other {noun}{since}, and none of the campaign: set the metadata key "
        f'{CAMPAIGN_KEY} to "{campaign}" in the payment link\'s payment_intent_data, '
        "or correct `campaign` in mkdocs.yml."
    )
