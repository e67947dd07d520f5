"""What is asked for with products and prices, and with so many of a price."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast

from mkdocs_wellspring.sandbox.account import Account
from mkdocs_wellspring.sandbox.parameters import Parameters
from mkdocs_wellspring.sandbox.records import Interval, Item, Price, Product, UnitAmount
from mkdocs_wellspring.sandbox.refusals import Refusal, invalid, missing

__all__ = ["create_price", "create_product", "read_items"]

_INTERVALS = ("day", "month", "week", "year")
_MOST_MINOR = 99_999_999
_MOST_OF_ONE = 999_999


@dataclass(frozen=True, slots=True)
class _Offer:
    """What a price will be."""

    currency: str
    amount: int | None
    custom: UnitAmount | None
    interval: Interval | None
    interval_count: int

    def make(self, account: Account, product: str, now: int, **more: Any) -> Price:
        """There is such a price of that product."""
        return account.add_price(
            product,
            now,
            currency=self.currency,
            amount=self.amount,
            custom=self.custom,
            interval=self.interval,
            interval_count=self.interval_count,
            **more,
        )


def create_product(account: Account, parameters: Parameters, now: int) -> Product:
    """There is a product, under an id of the account's choice where one is given.

    Raises:
        Refusal: the id is taken, or a parameter cannot be used.
    """
    name, id_ = parameters.required("name"), parameters.text("id")
    active, description = parameters.flag("active"), parameters.text("description")
    metadata = parameters.metadata()
    parameters.finish()
    if id_ is not None and account.products.get(id_) is not None:
        message = f"Product already exists: {id_}"
        raise Refusal(HTTPStatus.BAD_REQUEST, message, param="id", code="resource_already_exists")
    return account.add_product(name, now, id_, active=active is not False, description=description, metadata=metadata)


def create_price(account: Account, parameters: Parameters, now: int) -> Price:
    """There is a price: once or each period, of a fixed amount or of one that the payer chooses.

    Raises:
        Refusal: there is no such product, or a parameter cannot be used.
    """
    product = _product(account, parameters, now)
    price = _read_price(parameters)
    active, lookup_key = parameters.flag("active"), parameters.text("lookup_key")
    nickname, metadata = parameters.text("nickname"), parameters.metadata()
    parameters.finish()
    if lookup_key is not None and any(held.lookup_key == lookup_key for held in account.prices):
        raise invalid(f"A price already uses that lookup key: {lookup_key}", "lookup_key")
    return price.make(
        account,
        product().id,
        now,
        active=active is not False,
        lookup_key=lookup_key,
        nickname=nickname,
        metadata=metadata,
    )


def read_items(account: Account, listed: Parameters, now: int) -> tuple[Item, ...]:
    """What is to be paid for: so many of each price, of one currency.

    It comes last of what a request is read for, since it makes the prices that are described in place.

    Raises:
        Refusal: there is no such price, or nothing to pay for, or a parameter cannot be used.
    """
    read = [_read_item(account, listed.inside(place), now) for place in listed.names()]
    if not read:
        raise invalid(f"Missing required param: {listed.whole}.", listed.whole, "parameter_missing")
    if len({currency for currency, _make in read}) > 1:
        raise invalid("All line items must have the same currency.", listed.whole)
    items = tuple(make() for _currency, make in read)
    if any(item.price.custom for item in items) and (len(items) > 1 or items[0].quantity > 1):
        raise invalid("A price with custom_unit_amount must stand alone, with a quantity of 1.", listed.whole)
    return items


def _read_item(account: Account, item: Parameters, now: int) -> tuple[str, Callable[[], Item]]:
    """The item's currency, and how it comes about once all of the request has been read."""
    id_, quantity = item.text("price"), item.integer("quantity", 1, _MOST_OF_ONE)
    if id_ is not None:
        item.finish()
        price = account.prices.get(id_)
        if price is None:
            raise missing("price", id_, item.name("price"), HTTPStatus.BAD_REQUEST)
        product = account.products.get(price.product)
        description = product.name if product is not None else ""
        return price.currency, lambda: Item(price, quantity or 1, description)
    data = item.inside("price_data")
    product_of, price_of = _product(account, data, now, active=False), _read_price(data, custom=False)
    data.finish()
    item.finish()

    def make() -> Item:
        product = product_of()
        # A price that was made for one session or link cannot be used again.
        return Item(price_of.make(account, product.id, now, active=False), quantity or 1, product.name)

    return price_of.currency, make


def _product(account: Account, parameters: Parameters, now: int, *, active: bool = True) -> Callable[[], Product]:
    id_ = parameters.text("product")
    if id_ is not None:
        product = account.products.get(id_)
        if product is None:
            raise missing("product", id_, parameters.name("product"), HTTPStatus.BAD_REQUEST)
        return lambda: product
    data = parameters.inside("product_data")
    name, metadata = data.required("name"), data.metadata()
    data.finish()
    return lambda: account.add_product(name, now, active=active, metadata=metadata)


def _read_price(parameters: Parameters, *, custom: bool = True) -> _Offer:
    amount, currency = parameters.integer("unit_amount", 0, _MOST_MINOR), parameters.required("currency").lower()
    interval, every = _recurring(parameters.inside("recurring"))
    chosen = _custom(parameters.inside("custom_unit_amount")) if custom else None
    if (amount is None) == (chosen is None):
        raise parameters.lacking("unit_amount")
    if chosen is not None and interval is not None:
        raise invalid("A price with custom_unit_amount cannot be recurring.", parameters.name("custom_unit_amount"))
    return _Offer(currency, amount, chosen, interval, every)


def _recurring(parameters: Parameters) -> tuple[Interval | None, int]:
    there = parameters.names()
    interval, every = parameters.choice("interval", _INTERVALS), parameters.integer("interval_count", 1, 36)
    if there and interval is None:
        raise parameters.lacking("interval")
    parameters.finish()
    return cast("Interval | None", interval), every or 1


def _custom(parameters: Parameters) -> UnitAmount | None:
    enabled = parameters.flag("enabled")
    preset, least, most = (parameters.integer(name, 1, _MOST_MINOR) for name in ("preset", "minimum", "maximum"))
    parameters.finish()
    if not enabled:
        return None
    bounds = [bound for bound in (least, preset, most) if bound is not None]
    if bounds != sorted(bounds):
        raise invalid("The amounts must be in order: minimum, preset, maximum.", parameters.name("preset"))
    return UnitAmount(preset, least, most)
