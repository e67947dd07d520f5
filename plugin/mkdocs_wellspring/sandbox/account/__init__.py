"""The pretend account: everything that was paid and given back, in memory."""

from dataclasses import replace

from mkdocs_wellspring.sandbox.account.monthly import Monthly
from mkdocs_wellspring.sandbox.records import Charge, Donor, Gift, Outcome, PaymentLink, Session, Subscription

__all__ = ["Account"]


class Account(Monthly):
    """What the pretend Stripe knows, and what can happen in it.

    Ids follow from the seed and from the order in which things are made. What is handed in may be out of date: it
    is looked up by its id.
    """

    def visit(self, link: PaymentLink, created: int) -> Session:
        """A session of somebody who has opened a payment link, and has not paid; it is held once it is paid."""
        amounts = [item.amount for item in link.items]
        return Session(
            id=self.new_id("cs_test_"),
            created=created,
            link=link.id,
            items=link.items,
            amount=None if None in amounts else sum(amount or 0 for amount in amounts),
            currency=link.currency,
            metadata=link.metadata,
            intent_metadata=link.intent_metadata,
            subscription_metadata=link.subscription_metadata,
            submit_type=None if link.recurring else link.submit_type,
            mode="subscription" if link.recurring else "payment",
            success_url=link.redirect,
        )

    def pay(self, session: Session, gift: Gift) -> Charge:
        """The gift has been tried at that session, which is complete unless the card was declined.

        The charge carries the metadata that the session lays on its payment, and none of the gift's own. The
        session must be for one payment: see `join`.
        """
        charge = self.take(replace(gift, currency=session.currency, metadata=session.intent_metadata))
        self._close(
            replace(
                session,
                amount=gift.amount,
                email=gift.donor.email,
                customer=gift.donor.customer,
                intent=charge.intent,
                outcome=gift.outcome,
            ),
            gift.created,
        )
        return charge

    def join(self, session: Session, donor: Donor, created: int, outcome: Outcome = "succeeded") -> Subscription | None:
        """The donor gives each period from now on; None where the card was declined.

        The session must be for a subscription. The subscription carries what the session lays on it; its charges
        carry none of that, as at Stripe.
        """
        session = replace(session, email=donor.email, outcome=outcome)
        if outcome == "failed":
            self.take(Gift(created, session.amount or 0, donor, outcome, session.currency))
            self._close(session, created)
            return None
        made = self.subscribe(
            donor,
            session.items,
            created,
            metadata=session.subscription_metadata,
            outcome=outcome,
            trial_days=session.trial_days,
        )
        self._close(replace(session, subscription=made.id, customer=made.customer, invoice=made.invoice), created)
        return made

    def _close(self, session: Session, created: int) -> None:
        self.sessions.put(session)
        if session.outcome != "failed":
            self.note("checkout.session.completed", session, created)
