"""The pretend account: everything that was paid and given back, in memory."""

import random
import string
from collections.abc import Mapping
from dataclasses import replace

from mkdocs_wellspring.sandbox.collection import Collection
from mkdocs_wellspring.sandbox.records import Charge, Gift, Intent, PaymentLink, Refund, Session

__all__ = ["Account"]

_LETTERS = string.ascii_letters + string.digits


class Account:
    """What the pretend Stripe knows; ids follow from the seed and from the order in which things are made."""

    def __init__(self, seed: int) -> None:
        self.charges: Collection[Charge] = Collection()
        self.intents: Collection[Intent] = Collection()
        self.refunds: Collection[Refund] = Collection()
        self.sessions: Collection[Session] = Collection()
        self.links: Collection[PaymentLink] = Collection()
        self._chance = random.Random(f"ids {seed}")  # noqa: S311 (names for pretend records, no secrets)

    def new_id(self, prefix: str) -> str:
        """A name that nothing in this account has yet: `ch_` and 24 letters and digits."""
        return prefix + "".join(self._chance.choices(_LETTERS, k=24))

    def open_link(self, metadata: Mapping[str, str], created: int) -> PaymentLink:
        """A payment link exists, whose gifts will carry `metadata`."""
        link = PaymentLink(self.new_id("plink_"), created, dict(metadata))
        self.links.put(link)
        return link

    def visit(self, link: PaymentLink, created: int) -> Session:
        """A session of somebody who has opened a payment link, and has not paid; it is held once it is paid."""
        return Session(
            id=self.new_id("cs_test_"),
            created=created,
            link=link.id,
            currency=link.currency,
            metadata=link.metadata,
            intent_metadata=link.metadata,
            submit_type="donate",
        )

    def take(self, gift: Gift) -> Charge:
        """The gift has been tried: there is an intent, and its charge."""
        charge = Charge(self.new_id("ch_"), self.new_id("pi_"), gift)
        self.charges.put(charge)
        self.intents.put(Intent(charge.intent, charge.id, gift))
        return charge

    def pay(self, session: Session, gift: Gift) -> Charge:
        """The gift has been tried at that session, which is complete unless the card was declined.

        The charge carries the metadata that the session lays on its payment, and none of the gift's own.
        """
        charge = self.take(replace(gift, currency=session.currency, metadata=session.intent_metadata))
        self.sessions.put(
            replace(
                session,
                amount=gift.amount,
                email=gift.donor.email,
                customer=gift.donor.customer,
                intent=charge.intent,
                outcome=gift.outcome,
            )
        )
        return charge

    def give_back(
        self,
        charge: Charge,
        amount: int,
        created: int,
        reason: str | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> Refund:
        """`amount` of the charge has been given back; ValueError where not so much is left of it."""
        if not 0 < amount <= charge.refundable:
            message = f"{amount} of {charge.id} cannot be given back: {charge.refundable} is left."
            raise ValueError(message)
        id_ = self.new_id("re_")
        refund = Refund(
            id_, created, charge.id, charge.intent, amount, charge.gift.currency, reason, dict(metadata or {})
        )
        self.refunds.put(refund)
        self.charges.put(replace(charge, refunded=charge.refunded + amount))
        return refund
