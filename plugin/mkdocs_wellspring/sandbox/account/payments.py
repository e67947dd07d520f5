"""What can happen to a single payment."""

from collections.abc import Mapping
from dataclasses import replace

from mkdocs_wellspring.sandbox.account.books import Books
from mkdocs_wellspring.sandbox.records import (
    Charge,
    Dispute,
    DisputeStatus,
    Gift,
    Intent,
    Outcome,
    Refund,
    RefundStatus,
)

__all__ = ["Payments"]

_TRIED = {
    "succeeded": "charge.succeeded",
    "uncaptured": "charge.succeeded",
    "pending": "charge.pending",
    "failed": "charge.failed",
}
_CLOSED = ("won", "lost", "warning_closed", "prevented")


class Payments(Books):
    """Taking, capturing, settling, disputing and giving back."""

    def take(self, gift: Gift, intent: str | None = None) -> Charge:
        """The gift has been tried: there is its charge, and an intent, or one more try of the `intent` named."""
        charge = Charge(self.new_id("ch_"), intent or self.new_id("pi_"), gift)
        self.charges.put(charge)
        known = self.intents.get(charge.intent)
        first = gift.created if known is None else known.created
        self.intents.put(Intent(charge.intent, charge.id, replace(gift, created=first)))
        self.note(_TRIED[gift.outcome], charge, gift.created)
        return charge

    def capture(self, charge: Charge, now: int, amount: int | None = None) -> Charge:
        """What the card was merely authorised for has been taken, or `amount` of it.

        The rest of a partial capture is never taken; we assume that Stripe does not call that a refund.

        Raises:
            ValueError: nothing was authorised, or not so much.
        """
        charge = self.charges.get(charge.id) or charge
        taken = charge.gift.amount if amount is None else amount
        if charge.gift.outcome != "uncaptured" or not 0 < taken <= charge.gift.amount:
            message = f"{taken} of {charge.id} cannot be captured."
            raise ValueError(message)
        charge = self._turned(replace(charge, kept_back=charge.gift.amount - taken), "succeeded")
        self.note("charge.captured", charge, now)
        return charge

    def settle(self, charge: Charge, outcome: Outcome, now: int) -> Charge:
        """A bank debit that was on its way has `succeeded` or `failed`.

        Raises:
            ValueError: the charge is not pending, or there is no such end to it.
        """
        charge = self.charges.get(charge.id) or charge
        if charge.gift.outcome != "pending" or outcome not in ("succeeded", "failed"):
            message = f"{charge.id} is {charge.gift.outcome}, and cannot become {outcome}."
            raise ValueError(message)
        charge = self._turned(charge, outcome)
        self.note(_TRIED[outcome], charge, now)
        session = next((held for held in self.sessions if held.intent == charge.intent), None)
        if session is not None:
            # A session whose debit bounces stays complete and unpaid.
            after = replace(session, outcome="succeeded") if outcome == "succeeded" else session
            self.sessions.put(after)
            self.note(f"checkout.session.async_payment_{outcome}", after, now)
        return charge

    def dispute(self, charge: Charge, status: DisputeStatus, created: int, amount: int | None = None) -> Dispute:
        """Somebody disputes the charge, or `amount` of it.

        Raises:
            ValueError: no money was taken that could be disputed.
        """
        charge = self.charges.get(charge.id) or charge
        if charge.gift.outcome != "succeeded":
            message = f"{charge.id} took no money that could be disputed."
            raise ValueError(message)
        dispute = Dispute(
            self.new_id("du_"),
            created,
            charge.id,
            charge.intent,
            amount or charge.captured,
            charge.gift.currency,
            status,
            status.startswith("warning"),
        )
        self.disputes.put(dispute)
        self.charges.put(replace(charge, disputed=True))
        self.note("charge.dispute.created", dispute, created)
        if status in _CLOSED:
            self.note("charge.dispute.closed", dispute, created)
        return dispute

    def move_dispute(self, dispute: Dispute, status: DisputeStatus, now: int) -> Dispute:
        """The dispute has come to that status."""
        dispute = replace(self.disputes.get(dispute.id) or dispute, status=status)
        self.disputes.put(dispute)
        self.note(f"charge.dispute.{'closed' if status in _CLOSED else 'updated'}", dispute, now)
        return dispute

    def give_back(  # noqa: PLR0913 (all of it is said of one refund)
        self,
        charge: Charge,
        amount: int,
        created: int,
        reason: str | None = None,
        metadata: Mapping[str, str] | None = None,
        *,
        status: RefundStatus = "succeeded",
    ) -> Refund:
        """`amount` of the charge is given back: at once, or, where `status` is pending, soon.

        Raises:
            ValueError: not so much is left of it.
        """
        charge = self.charges.get(charge.id) or charge
        if not 0 < amount <= charge.refundable:
            message = f"{amount} of {charge.id} cannot be given back: {charge.refundable} is left."
            raise ValueError(message)
        id_, currency = self.new_id("re_"), charge.gift.currency
        refund = Refund(
            id_, created, charge.id, charge.intent, amount, currency, reason, dict(metadata or {}), "pending"
        )
        self.refunds.put(replace(refund, status=status if status == "succeeded" else "pending"))
        charge = replace(charge, refunded=charge.refunded + amount)
        self.charges.put(charge)
        self.note("refund.created", self.refunds.get(id_), created)
        self.note("charge.refunded", charge, created)
        return self.move_refund(refund, status, created) if status in ("failed", "canceled") else self._refund(id_)

    def move_refund(self, refund: Refund, status: RefundStatus, now: int) -> Refund:
        """The refund has come to that status.

        Of a refund that failed or was canceled the charge knows no more. We assume so of Stripe, where the money is
        back in the account's balance.

        Raises:
            ValueError: it has failed or was canceled before.
        """
        refund = self._refund(refund.id)
        if refund.status in ("failed", "canceled"):
            message = f"{refund.id} is {refund.status}, and cannot become {status}."
            raise ValueError(message)
        refund = replace(refund, status=status)
        self.refunds.put(refund)
        if status in ("failed", "canceled"):
            charge = self.charges.get(refund.charge)
            if charge is not None:
                self.charges.put(replace(charge, refunded=charge.refunded - refund.amount))
        self.note("refund.updated", refund, now)
        if status == "failed":
            self.note("refund.failed", refund, now)
        return refund

    def fail_refund(self, refund: Refund, now: int) -> Refund:
        """The bank has sent the money back: the charge is as if it had not been refunded."""
        return self.move_refund(refund, "failed", now)

    def _refund(self, id_: str) -> Refund:
        refund = self.refunds.get(id_)
        if refund is None:
            raise KeyError(id_)
        return refund

    def _turned(self, charge: Charge, outcome: Outcome) -> Charge:
        charge = replace(charge, gift=replace(charge.gift, outcome=outcome))
        self.charges.put(charge)
        intent = self.intents.get(charge.intent)
        if intent is not None:
            gift = replace(intent.gift, outcome=outcome)
            self.intents.put(replace(intent, gift=gift, kept_back=charge.kept_back))
        return charge
