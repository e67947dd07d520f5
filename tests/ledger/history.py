"""A pretend account whose history a test tells: gifts, refunds, disputes, subscriptions, and a clock that stands.

Nothing here counts anything. The verbs do to the objects what happens at Stripe, no more; what they do not
allow there (a refund of a failed charge) they refuse with a KeyError or a ValueError.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from threading import RLock

from . import shapes
from .shapes import Thing

__all__ = ["DAY", "HOUR", "LINKS", "PRICES", "START", "Account"]

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
HOUR, DAY = 3_600, 86_400
LINKS = ("plink_hill", "plink_dale")
PRICES: Mapping[str, tuple[str, int | None, str, bool]] = {  # product, amount, currency, monthly
    "price_mug": ("prod_mug", 1_500, "usd", False),
    "price_badge": ("prod_badge", 500, "eur", False),
    "price_small": ("prod_monthly", 500, "usd", True),
    "price_large": ("prod_monthly", 2_500, "usd", True),
    "price_free": ("prod_friends", 0, "usd", True),
    "price_tiered": ("prod_tiered", None, "usd", True),
    "price_metered": ("prod_metered", 100, "usd", True),
    "price_euro": ("prod_monthly", 700, "eur", True),
}


class Account:
    """What happened in one account, as the objects that it left.

    Attributes:
        clock: now; it moves when it is told to (`wait`).
        events: one a thing that happened, oldest first.
        lock: whoever reads several objects at once holds it.
    """

    def __init__(self) -> None:
        self.clock = START
        self.charges: list[Thing] = []
        self.refunds: list[Thing] = []
        self.disputes: list[Thing] = []
        self.invoice_payments: list[Thing] = []
        self.subscriptions: list[Thing] = []
        self.sessions: list[Thing] = []
        self.customers: dict[str, Thing] = {}
        self.events: list[Thing] = []
        self.lock = RLock()
        self._made = 0
        self._intents: dict[str, str] = {}

    @property
    def now(self) -> int:
        return int(self.clock.timestamp())

    def wait(self, seconds: int) -> None:
        self.clock += timedelta(seconds=seconds)

    # Payments

    def give(
        self,
        email: str | None = None,
        *,
        receipt_email: str | None = None,
        customer: str | None = None,
        amount: int = 1_000,
        currency: str = "usd",
        campaign: str | None = None,
        outcome: str = "succeeded",
        intent: str | None = "new",
        name: str | None = None,
    ) -> Thing:
        """A charge. `outcome` is succeeded, failed, pending (a bank debit) or uncaptured (a hold on a card)."""
        one = shapes.charge(self._id("ch"), self.now, amount, currency, self._id("pi") if intent == "new" else intent)
        one["billing_details"].update(email=email, name=name)
        one.update(receipt_email=receipt_email, customer=customer)
        if campaign is not None:
            one["metadata"] = {"wellspring_campaign": campaign}
        if outcome in ("failed", "pending"):
            one.update(status=outcome, paid=False)
        if outcome in ("failed", "uncaptured"):
            one.update(captured=False, amount_captured=0)
        self.charges.append(one)
        kind = {"failed": "charge.failed", "pending": "charge.pending"}.get(outcome, "charge.succeeded")
        return self._told(kind, one)

    def settle(self, charge: Thing) -> None:
        """A bank debit goes through."""
        _only(charge["status"] == "pending")
        charge.update(status="succeeded", paid=True)
        self._told("charge.succeeded", charge)

    def bounce(self, charge: Thing) -> None:
        """A bank debit does not."""
        _only(charge["status"] == "pending")
        charge.update(status="failed", paid=False, captured=False, amount_captured=0)
        self._told("charge.failed", charge)

    def capture(self, charge: Thing, amount: int | None = None) -> None:
        """The money of a hold is taken; what is not, is given back as a refund, as Stripe does."""
        _only(charge["status"] == "succeeded" and not charge["captured"] and not charge["refunded"])
        taken = charge["amount"] if amount is None else min(amount, charge["amount"])
        charge.update(captured=True, amount_captured=taken)
        if taken < charge["amount"]:
            self._give_back(charge, charge["amount"] - taken, "succeeded")
        self._told("charge.captured", charge)

    def void(self, charge: Thing) -> None:
        """A hold is let go: a refund of all, of a charge that was never captured."""
        _only(charge["status"] == "succeeded" and not charge["captured"] and not charge["refunded"])
        self._give_back(charge, charge["amount"], "succeeded")
        self._told("charge.refunded", charge)

    def refund(self, charge: Thing, amount: int | None = None, status: str = "succeeded") -> Thing:
        """Money goes back: at once, or (`pending`) some day, or not after all."""
        left = charge["amount"] - charge["amount_refunded"]
        given = left if amount is None else min(amount, left)
        _only(charge["status"] == "succeeded" and charge["captured"] and given > 0)
        one = self._give_back(charge, given, status)
        self._told("charge.refunded", charge)
        return one

    def finish(self, refund: Thing, status: str) -> None:
        """A pending refund succeeds, fails or is canceled."""
        _only(refund["status"] == "pending")
        self._turn_refund(refund, status)

    def send_back(self, refund: Thing) -> None:
        """A refund that had succeeded fails: the donor's bank sends the money back."""
        _only(refund["status"] == "succeeded" and self._charge(refund["charge"])["captured"])
        self._turn_refund(refund, "failed")

    def dispute(self, charge: Thing, status: str = "needs_response", amount: int | None = None) -> Thing:
        _only(charge["status"] == "succeeded" and charge["captured"])
        whole = charge["amount_captured"] if amount is None else amount
        one = shapes.dispute(self._id("dp"), self.now, charge, whole, status)
        charge["disputed"] = True
        self.disputes.append(one)
        return self._told("charge.dispute.created", one)

    def move(self, dispute: Thing, status: str) -> None:
        _only(dispute["status"] not in ("won", "lost", "warning_closed", "prevented") and dispute["status"] != status)
        dispute["status"] = status
        closed = status in ("won", "lost", "warning_closed")
        self._told("charge.dispute.closed" if closed else "charge.dispute.updated", dispute)

    # Subscriptions

    def customer(self, identifier: str, email: str | None = None) -> Thing:
        """The customer of that name, made when first spoken of."""
        if identifier not in self.customers:
            self.customers[identifier] = shapes.customer(identifier, self.now, email)
        return self.customers[identifier]

    def readdress(self, customer: Thing, email: str | None) -> None:
        customer["email"] = email
        self._told("customer.updated", customer)

    def subscribe(
        self,
        customer: str,
        email: str | None = None,
        *,
        prices: tuple[tuple[str, int], ...] = (("price_small", 1),),
        campaign: str | None = None,
        status: str = "active",
        outcome: str = "succeeded",
    ) -> Thing:
        """A monthly gift; an active one is paid at once, an incomplete one is not."""
        items = [(_price(name), quantity) for name, quantity in prices]
        owner = self.customer(customer, email)
        one = shapes.subscription(self._id("sub"), self.now, owner, items, self.now + 30 * DAY)
        one["status"] = status
        if campaign is not None:
            one["metadata"] = {"wellspring_campaign": campaign}
        self.subscriptions.append(one)
        self._told("customer.subscription.created", one)
        if status in ("active", "incomplete"):
            self._bill(one, outcome if status == "active" else "failed")
        return one

    def renew(self, subscription: Thing, outcome: str = "succeeded") -> Thing:
        """The next month begins and is billed; where the payment fails, the subscription is past due."""
        _only(subscription["status"] in ("active", "past_due"))
        for item in subscription["items"]["data"]:
            item.update(current_period_start=self.now, current_period_end=self.now + 30 * DAY)
        if outcome == "failed":
            subscription["status"] = "past_due"
        self._told("customer.subscription.updated", subscription)
        return self._bill(subscription, outcome)

    def retry(self, invoice_payment: Thing, outcome: str = "succeeded") -> Thing:
        """An unpaid invoice is charged again: another charge of the same payment intent."""
        _only(invoice_payment["status"] == "open")
        (one,) = (thing for thing in self.subscriptions if thing["id"] == _subscription_of(invoice_payment))
        if outcome == "succeeded" and one["status"] in ("past_due", "incomplete"):
            self.turn(one, "active")
        return self._pay(one, invoice_payment, outcome)

    def turn(self, subscription: Thing, status: str) -> None:
        """Any status but those of no return may become any other."""
        _only(subscription["status"] not in ("canceled", "incomplete_expired") and subscription["status"] != status)
        subscription["status"] = status
        if status == "canceled":
            subscription["canceled_at"] = self.now
        self._told("customer.subscription." + ("deleted" if status == "canceled" else "updated"), subscription)

    def cancel(self, subscription: Thing) -> None:
        self.turn(subscription, "canceled")

    def pause(self, subscription: Thing) -> None:
        """Its payments are no longer collected; its status stays."""
        _only(subscription["status"] != "canceled" and subscription["pause_collection"] is None)
        subscription["pause_collection"] = {"behavior": "void", "resumes_at": None}
        self._told("customer.subscription.updated", subscription)

    def resume(self, subscription: Thing) -> None:
        _only(subscription["status"] != "canceled" and subscription["pause_collection"] is not None)
        subscription["pause_collection"] = None
        self._told("customer.subscription.updated", subscription)

    # Checkout

    def open_session(self, price: str = "price_mug", link: str | None = None) -> Thing:
        item, monthly = _price(price), PRICES[price][3]
        identifier = self._id("cs")
        lines = [shapes.line_item(f"li_{identifier}", item, item["unit_amount"] or 0)]
        one = shapes.session(identifier, self.now, lines, link, monthly=monthly)
        self.sessions.append(one)
        return one

    def attempt(self, session: Thing, email: str | None = None, **details: str) -> Thing:
        """A payment in an open session that fails; the session waits for the next one."""
        _only(self._payable(session) and session["mode"] == "payment")
        return self._session_charge(session, email, outcome="failed", **details)

    def complete(
        self,
        session: Thing,
        email: str | None = None,
        *,
        customer: str | None = None,
        campaign: str | None = None,
        outcome: str = "succeeded",
    ) -> Thing:
        """The visitor pays; only now does the session name a payment intent or a subscription."""
        _only(self._payable(session))
        if session["mode"] == "payment":
            made = self._session_charge(session, email, customer=customer, campaign=campaign, outcome=outcome)
            session["payment_intent"] = made["payment_intent"]
        else:
            price = session["line_items"]["data"][0]["price"]["id"]
            owner = customer or self._id("cus")
            made = self.subscribe(owner, email, prices=((price, 1),), campaign=campaign)
            session["subscription"] = made["id"]
        session.update(
            status="complete", payment_status="unpaid" if outcome == "pending" else "paid", customer=customer
        )
        self._told("checkout.session.completed", session)
        return made

    def buy(self, price: str, link: str | None, *, takes_s: int = 0, **details: str) -> Thing:
        """A session that is opened and, so much later, paid."""
        session = self.open_session(price, link)
        self.wait(takes_s)
        return self.complete(session, **details)

    # How it is done

    def _session_charge(self, session: Thing, email: str | None, **details: str | None) -> Thing:
        intent = self._intents.setdefault(session["id"], self._id("pi"))
        told = {key: value for key, value in details.items() if value is not None}
        amount, currency = session["amount_total"], session["currency"]
        return self.give(email, amount=amount, currency=currency, intent=intent, **told)  # type: ignore[arg-type]

    def _payable(self, session: Thing) -> bool:
        return bool(session["status"] == "open" and self.now < session["expires_at"])

    def _bill(self, subscription: Thing, outcome: str) -> Thing:
        invoice = shapes.invoice(self._id("in"), self.now, subscription)
        payment = shapes.invoice_payment(self._id("inpay"), self.now, invoice, self._id("pi"))
        self.invoice_payments.append(payment)
        return self._pay(subscription, payment, outcome)

    def _pay(self, subscription: Thing, payment: Thing, outcome: str) -> Thing:
        owner, invoice = subscription["customer"], payment["invoice"]
        charge = self.give(
            owner["email"],
            customer=owner["id"],
            amount=invoice["amount_due"],
            currency=invoice["currency"],
            intent=payment["payment"]["payment_intent"],
            outcome=outcome,
        )
        if outcome == "succeeded":
            payment.update(status="paid", amount_paid=invoice["amount_due"])
            payment["status_transitions"]["paid_at"] = self.now
            invoice.update(status="paid", amount_paid=invoice["amount_due"], amount_remaining=0)
            self._told("invoice_payment.paid", payment)
        return charge

    def _give_back(self, charge: Thing, amount: int, status: str) -> Thing:
        one = shapes.refund(self._id("re"), self.now, charge, amount, status)
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        self.refunds.append(one)
        return self._told("refund.created", one)

    def _turn_refund(self, refund: Thing, status: str) -> None:
        refund["status"] = status
        if status != "succeeded":
            charge = self._charge(refund["charge"])
            charge["amount_refunded"] -= refund["amount"]
            charge["refunded"] = False
        self._told("refund.failed" if status == "failed" else "refund.updated", refund)

    def _charge(self, identifier: str) -> Thing:
        (found,) = (charge for charge in self.charges if charge["id"] == identifier)
        return found

    def _told(self, kind: str, about: Thing) -> Thing:
        self.events.append(shapes.event(self._id("evt"), self.now, kind, copied(about)))
        return about

    def _id(self, prefix: str) -> str:
        """As Stripe's, ids do not sort in the order in which they were made."""
        self._made += 1
        return f"{prefix}_{self._made * 7_919 % 100_003:05}"


def copied(thing: Thing) -> Thing:
    """The object as it is now, whatever becomes of it."""
    return {key: _copied(value) for key, value in thing.items()}


def _copied(value: object) -> object:
    if isinstance(value, dict):
        return copied(value)
    return [_copied(item) for item in value] if isinstance(value, list) else value


def _price(name: str) -> Thing:
    product, amount, currency, monthly = PRICES[name]
    usage = "metered" if name == "price_metered" else "licensed"
    return shapes.price(name, product, amount, currency, usage if monthly else None)


def _subscription_of(invoice_payment: Thing) -> str:
    found: str = invoice_payment["invoice"]["parent"]["subscription_details"]["subscription"]
    return found


def _only(possible: object) -> None:
    if not possible:
        raise ValueError("That cannot happen at Stripe.")
