"""The kinds of things that the sandbox lists."""

from collections.abc import Callable
from typing import Any

from mkdocs_wellspring.sandbox import shapes
from mkdocs_wellspring.sandbox.account import Account
from mkdocs_wellspring.sandbox.api.answers import Clock, Pending, View
from mkdocs_wellspring.sandbox.api.filters import among, flagged, of_payment, of_price, of_status, of_type, same
from mkdocs_wellspring.sandbox.api.kinds import Expansion, Kind
from mkdocs_wellspring.sandbox.parameters import Parameters
from mkdocs_wellspring.sandbox.records import Customer, Event, Invoice, InvoicePayment, Session, Subscription
from mkdocs_wellspring.sandbox.shapes import Shape

__all__ = ["kinds"]

_EVENTS_LAST_S = 30 * 24 * 60 * 60
_INVOICE_STATUSES = ("draft", "open", "paid", "uncollectible", "void")


def kinds(account: Account, clock: Clock, pending: Pending) -> dict[str, Kind[Any]]:
    """Each kind by its path."""
    made = [*_payments(account), *_monthly(account), *_shop(account, clock), *_events(account, clock, pending)]
    return {kind.path: kind for kind in made}


def _plain(show: Callable[[Any], Shape]) -> Callable[[Any, View], Shape]:
    return lambda item, _view: show(item)


def _payments(account: Account) -> list[Kind[Any]]:
    charge, intent = same("charge", lambda item: item.charge), same("payment_intent", lambda item: item.intent)
    customer = same("customer", lambda item: item.gift.donor.customer)
    return [
        Kind("charge", "/charges", "charge", account.charges, _plain(shapes.show_charge), (customer, intent)),
        Kind(
            "payment_intent",
            "/payment_intents",
            "payment_intent",
            account.intents,
            _plain(shapes.show_intent),
            (customer,),
        ),
        Kind("refund", "/refunds", "charge", account.refunds, _plain(shapes.show_refund), (charge, intent)),
        Kind("dispute", "/disputes", "dispute", account.disputes, _plain(shapes.show_dispute), (charge, intent)),
    ]


def _monthly(account: Account) -> list[Kind[Any]]:
    def customer(item: Subscription) -> Shape:
        held = account.customers.get(item.customer) or Customer(item.customer, item.created)
        return shapes.show_customer(held)

    def invoice(item: InvoicePayment) -> Shape | None:
        held = account.invoices.get(item.invoice)
        return None if held is None else shapes.show_invoice(held)

    def payments(item: Invoice) -> Shape:
        held = [account.invoice_payments.get(id_) for id_ in item.payments]
        return shapes.listed(
            [shapes.show_invoice_payment(payment) for payment in held if payment is not None],
            f"/v1/invoice_payments?invoice={item.id}",
        )

    of_customer = same("customer", lambda item: item.customer)
    return [
        Kind(
            "customer",
            "/customers",
            "customer",
            account.customers,
            _plain(shapes.show_customer),
            (same("email", lambda item: item.email),),
        ),
        Kind(
            "subscription",
            "/subscriptions",
            "subscription",
            account.subscriptions,
            _plain(shapes.show_subscription),
            (of_customer, of_price, of_status),
            {"customer": Expansion(customer, "rak_customer_read")},
        ),
        Kind(
            "invoice",
            "/invoices",
            "invoice",
            account.invoices,
            _plain(shapes.show_invoice),
            (
                of_customer,
                same("subscription", lambda item: item.subscription),
                same("status", lambda item: item.status, _INVOICE_STATUSES),
            ),
            {"payments": Expansion(payments)},
        ),
        Kind(
            "invoice_payment",
            "/invoice_payments",
            "invoice",
            account.invoice_payments,
            _plain(shapes.show_invoice_payment),
            (
                same("invoice", lambda item: item.invoice),
                same("status", lambda item: item.status, ("canceled", "open", "paid")),
                of_payment,
            ),
            {"invoice": Expansion(invoice, "rak_invoice_read")},
        ),
    ]


def _shop(account: Account, clock: Clock) -> list[Kind[Any]]:
    def session(item: Session, view: View) -> Shape:
        return shapes.show_session(item, view.base, view.now)

    def bought(item: Session) -> Shape:
        items = shapes.show_items(item.id, item.items, item.amount)
        return shapes.begun(items, f"/v1/checkout/sessions/{item.id}/line_items")

    active = flagged("active", lambda item: item.active)
    return [
        Kind(
            "checkout.session",
            "/checkout/sessions",
            "checkout_session",
            account.sessions,
            session,
            (
                same("customer", lambda item: item.customer),
                same("payment_intent", lambda item: item.intent),
                same("payment_link", lambda item: item.link),
                same("subscription", lambda item: item.subscription),
                same("status", lambda item: item.status(clock()), ("complete", "expired", "open")),
            ),
            {"line_items": Expansion(bought)},
        ),
        Kind(
            "payment_link",
            "/payment_links",
            "payment_link",
            account.links,
            lambda item, view: shapes.show_link(item, view.base),
            (active,),
            by_created=False,
        ),
        Kind(
            "product",
            "/products",
            "product",
            account.products,
            _plain(shapes.show_product),
            (active, among("ids", lambda item: item.id)),
        ),
        Kind(
            "price",
            "/prices",
            "plan",
            account.prices,
            _plain(shapes.show_price),
            (
                active,
                same("product", lambda item: item.product),
                same("type", lambda item: "recurring" if item.interval else "one_time", ("one_time", "recurring")),
                among("lookup_keys", lambda item: item.lookup_key),
            ),
        ),
    ]


def _events(account: Account, clock: Clock, pending: Pending) -> list[Kind[Any]]:
    def recent(_parameters: Parameters) -> Callable[[Any], bool]:
        since = clock() - _EVENTS_LAST_S
        return lambda event: bool(event.created >= since)

    def show(event: Event, _view: View) -> Shape:
        return shapes.show_event(event, pending(event.id))

    return [
        Kind(
            "event",
            "/events",
            "event",
            account.events,
            show,
            (recent, of_type, among("types", lambda event: event.type)),
        ),
        Kind(
            "webhook endpoint",
            "/webhook_endpoints",
            "webhook",
            account.endpoints,
            _plain(shapes.show_endpoint),
            by_created=False,
        ),
    ]
