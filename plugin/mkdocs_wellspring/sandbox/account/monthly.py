"""What can happen to a gift that comes back each period."""

import calendar
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from mkdocs_wellspring.sandbox.account.payments import Payments
from mkdocs_wellspring.sandbox.records import (
    Charge,
    Customer,
    Donor,
    Gift,
    Invoice,
    InvoicePayment,
    Item,
    Outcome,
    Subscription,
    SubscriptionStatus,
)

__all__ = ["Monthly"]

_DAY_S = 24 * 60 * 60
_AFTER: dict[str, SubscriptionStatus] = {"succeeded": "active", "pending": "active", "failed": "past_due"}


class Monthly(Payments):
    """Beginning, renewing, pausing and ending subscriptions; each period has its invoice."""

    def subscribe(  # noqa: PLR0913 (all of it is said of one subscription)
        self,
        donor: Donor,
        items: tuple[Item, ...],
        created: int,
        *,
        metadata: Mapping[str, str] | None = None,
        outcome: Outcome = "succeeded",
        trial_days: int = 0,
    ) -> Subscription:
        """The donor has a subscription, and its first invoice; without a customer, the donor becomes one.

        It is incomplete where the first payment failed; with `trial_days`, nothing is taken before they are over.
        """
        customer = self.customers.get(donor.customer or "")
        if customer is None:
            customer = self.add_customer(created, donor.email, donor.name, id_=donor.customer)
        trial = (created, created + trial_days * _DAY_S) if trial_days else None
        status: SubscriptionStatus = "incomplete" if outcome == "failed" else "active"
        subscription = Subscription(
            self.new_id("sub_"),
            created,
            customer.id,
            items,
            "trialing" if trial else status,
            created,
            trial[1] if trial else _later(items, created),
            dict(metadata or {}),
            trial=trial,
        )
        self.subscriptions.put(subscription)
        self.note("customer.subscription.created", subscription, created)
        invoice = self._bill(subscription, created, outcome, 0 if trial else subscription.amount)
        subscription = replace(subscription, invoice=invoice.id)
        self.subscriptions.put(subscription)
        return subscription

    def renew(self, subscription: Subscription, now: int, outcome: Outcome = "succeeded") -> Invoice:
        """The next period has begun, with its invoice: paid, on its way, or failed and so past due.

        While collection is paused its invoice is void, and nothing is taken.

        Raises:
            ValueError: the subscription has ended.
        """
        subscription = self._running(subscription)
        period = replace(subscription, period_start=now, period_end=_later(subscription.items, now))
        if period.pause is not None:
            invoice = self._invoice(period, now, period.amount, "void")
        else:
            period = replace(period, status=_AFTER.get(outcome, "past_due"))
            invoice = self._bill(period, now, outcome, period.amount)
        self.change(period, now, invoice=invoice.id)
        return invoice

    def retry(self, subscription: Subscription, now: int, outcome: Outcome = "succeeded") -> Invoice:
        """The open invoice has been tried again, by a new charge of the same payment intent.

        Raises:
            ValueError: no invoice is open.
        """
        subscription = self._running(subscription)
        invoice = self.invoices.get(subscription.invoice or "")
        payment = self.invoice_payments.get(invoice.payments[-1]) if invoice and invoice.payments else None
        if invoice is None or payment is None or invoice.status != "open":
            message = f"{subscription.id} has no open invoice."
            raise ValueError(message)
        self.take(self._gift(subscription, now, outcome, invoice.amount), payment.intent)
        self.change(subscription, now, status=_AFTER.get(outcome, "past_due"))
        return self._ended_try(replace(invoice, attempts=invoice.attempts + 1), payment, outcome, now)

    def pause(self, subscription: Subscription, now: int, behavior: str | None = "void") -> Subscription:
        """Collection is paused; None takes it up again."""
        return self.change(subscription, now, pause=behavior)

    def cancel(self, subscription: Subscription, now: int) -> Subscription:
        """The subscription has ended."""
        subscription = self._running(subscription)
        subscription = replace(subscription, status="canceled", ended=now)
        self.subscriptions.put(subscription)
        self.note("customer.subscription.deleted", subscription, now)
        return subscription

    def change(self, subscription: Subscription, now: int, **fields: Any) -> Subscription:
        """The subscription is as it is handed in, with `fields` of its record changed."""
        subscription = replace(subscription, **fields)
        self.subscriptions.put(subscription)
        self.note("customer.subscription.updated", subscription, now)
        return subscription

    def settle(self, charge: Charge, outcome: Outcome, now: int) -> Charge:
        """See `Payments.settle`; the invoice that the charge pays is paid, or its subscription past due."""
        charge = super().settle(charge, outcome, now)
        payment = next((held for held in self.invoice_payments if held.intent == charge.intent), None)
        invoice = self.invoices.get(payment.invoice) if payment is not None else None
        if payment is None or invoice is None:
            return charge
        self._ended_try(invoice, payment, outcome, now)
        subscription = self.subscriptions.get(invoice.subscription)
        if subscription is not None and subscription.status != "canceled":
            self.change(subscription, now, status=_AFTER[outcome])
        session = next((held for held in self.sessions if held.invoice == invoice.id), None)
        if session is not None and outcome == "succeeded":
            self.sessions.put(replace(session, outcome=outcome))
        return charge

    def _running(self, subscription: Subscription) -> Subscription:
        subscription = self.subscriptions.get(subscription.id) or subscription
        if subscription.status in ("canceled", "incomplete_expired"):
            message = f"{subscription.id} has ended."
            raise ValueError(message)
        return subscription

    def _bill(self, subscription: Subscription, now: int, outcome: Outcome, amount: int) -> Invoice:
        if amount == 0:
            invoice = replace(self._invoice(subscription, now, 0, "paid"), paid=now)
            self.invoices.put(invoice)
            self.note("invoice.paid", invoice, now)
            return invoice
        invoice = self._invoice(subscription, now, amount, "open")
        charge = self.take(self._gift(subscription, now, outcome, amount))
        payment = InvoicePayment(self.new_id("inpay_"), now, invoice.id, charge.intent, amount, subscription.currency)
        return self._ended_try(replace(invoice, payments=(payment.id,), attempts=1), payment, outcome, now)

    def _invoice(
        self, subscription: Subscription, now: int, amount: int, status: Literal["open", "paid", "void"]
    ) -> Invoice:
        customer = self._customer(subscription)
        invoice = Invoice(
            self.new_id("in_"),
            now,
            f"PRETEND-{len(self.invoices) + 1:06d}",
            customer.id,
            customer.email,
            subscription.id,
            dict(subscription.metadata),
            subscription.items,
            amount,
            subscription.currency,
            "subscription_create" if subscription.invoice is None else "subscription_cycle",
            subscription.period_start,
            subscription.period_end,
            status,
        )
        self.invoices.put(invoice)
        return invoice

    def _ended_try(self, invoice: Invoice, payment: InvoicePayment, outcome: Outcome, now: int) -> Invoice:
        if outcome == "succeeded":
            invoice = replace(invoice, status="paid", paid=now)
            payment = replace(payment, status="paid", paid=now)
        self.invoices.put(invoice)
        self.invoice_payments.put(payment)
        if outcome == "succeeded":
            self.note("invoice.paid", invoice, now)
            self.note("invoice_payment.paid", payment, now)
        elif outcome == "failed":
            self.note("invoice.payment_failed", invoice, now)
        return invoice

    def _gift(self, subscription: Subscription, now: int, outcome: Outcome, amount: int) -> Gift:
        customer = self._customer(subscription)
        donor = Donor(customer.name, customer.email, None, customer.id)
        return Gift(now, amount, donor, outcome, subscription.currency)

    def _customer(self, subscription: Subscription) -> Customer:
        return self.customers.get(subscription.customer) or Customer(subscription.customer, subscription.created)


def _later(items: tuple[Item, ...], moment: int) -> int:
    """When the period that begins at `moment` is over."""
    price = items[0].price
    if price.interval in ("day", "week"):
        return moment + price.interval_count * _DAY_S * (7 if price.interval == "week" else 1)
    begin = datetime.fromtimestamp(moment, UTC)
    months = begin.month - 1 + price.interval_count * (12 if price.interval == "year" else 1)
    year, month = begin.year + months // 12, months % 12 + 1
    day = min(begin.day, calendar.monthrange(year, month)[1])
    return int((begin.replace(year=year, month=month, day=1) + timedelta(days=day - 1)).timestamp())
