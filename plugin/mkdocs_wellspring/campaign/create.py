"""A campaign's product, prices and payment links: found, or made where there are none, and never made twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from mkdocs_wellspring.campaign import plan
from mkdocs_wellspring.campaign.made import Leftover, Link, Made, Step
from mkdocs_wellspring.campaign.model import Campaign, Gift
from mkdocs_wellspring.campaign.refusals import explained
from mkdocs_wellspring.campaign.shop import Shop, active, every, tag_of, url_of
from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.ledger.answers import fields
from mkdocs_wellspring.ledger.api.failures import Refused
from mkdocs_wellspring.ledger.api.listing import PAYMENT_LINKS, prices

__all__ = ["create"]

_LOOKUP_KEYS = 10  # the most that one question may name
_TAKEN = "resource_already_exists"


def create(campaign: Campaign, shop: Shop, *, mark: str, rehearse: bool = False) -> Made:
    """The campaign has a product, and a price and a payment link for each gift; what was there is used as it is.

    Args:
        campaign: what it is to have.
        shop: where.
        mark: of the account, as `plan.idempotency_key` needs it.
        rehearse: ask, and make nothing.

    Raises:
        ConfigurationError: Stripe does not take what the campaign asks for, or something of it was archived.
        PaymentsError: no answer that can be trusted; what was made until then is found by the next run.
    """
    return _Making(campaign, shop, mark, rehearse).run()


@dataclass(slots=True)
class _Making:
    campaign: Campaign
    shop: Shop
    mark: str
    rehearse: bool
    steps: list[Step] = field(default_factory=list)

    def run(self) -> Made:
        campaign = self.campaign
        product = self._product()
        held = [link for link in every(self.shop, PAYMENT_LINKS) if tag_of(link, plan.CAMPAIGN_KEY) == campaign.name]
        wanted = {gift: self._of(held, gift) for gift in campaign.gifts}
        known = self._prices([gift for gift, found in wanted.items() if not active(found)])
        links = tuple(self._link(gift, found, known) for gift, found in wanted.items())
        used = {link.url for link in links}
        leftovers = tuple(
            Leftover(link["id"], tag_of(link, plan.GIFT_KEY), url_of(link))
            for link in active(held)
            if tag_of(link, plan.GIFT_KEY) and url_of(link) not in used
        )
        return Made(campaign, self.shop.mode, self.rehearse, product, tuple(self.steps), links, leftovers)

    def _of(self, held: Sequence[Mapping[str, Any]], gift: Gift) -> list[Mapping[str, Any]]:
        name = plan.gift_name(self.campaign, gift)
        return [link for link in held if tag_of(link, plan.GIFT_KEY) == name]

    def _product(self) -> str:
        """The name of the product."""
        identifier, params = plan.product_id(self.campaign), plan.product_params(self.campaign)
        found = self.shop.one("product", identifier)
        if found is None:
            return self._new_product(identifier, params)
        name = fields.text(found, "name") or ""
        if not fields.flag(found, "active"):
            raise ConfigurationError(
                f"The campaign's product {identifier} was archived at Stripe: make it active again there, "
                "or give another --campaign"
            )
        self.steps.append(Step("found", "product", name, identifier))
        return name

    def _new_product(self, identifier: str, params: Mapping[str, Any]) -> str:
        name = str(params["name"])
        try:
            self._make("product", name, params)
        except Refused as error:
            if error.code != _TAKEN or self.shop.one("product", identifier) is None:
                raise
            self.steps.append(Step("found", "product", name, identifier))  # somebody else was quicker
        return name

    def _prices(self, gifts: Sequence[Gift]) -> dict[Gift, str]:
        """The ids of the prices that are there, of these gifts."""
        if self.steps[0].id is None:  # there is no product yet to have any
            return {}
        by_key = {plan.lookup_key(self.campaign, gift): gift for gift in gifts}
        keys, known = list(by_key), {}
        for start in range(0, len(keys), _LOOKUP_KEYS):
            for price in every(self.shop, prices(keys[start : start + _LOOKUP_KEYS])):
                gift = by_key.get(fields.text(price, "lookup_key") or "")
                if gift is None:
                    continue
                identifier = str(price["id"])
                if not fields.flag(price, "active") or not plan.price_fits(price, self.campaign, gift):
                    raise ConfigurationError(
                        f"The price {identifier} was archived or changed at Stripe, and this command would need it for "
                        f"{plan.gift_name(self.campaign, gift)}: make it active again, or take its lookup key away"
                    )
                known[gift] = identifier
        return known

    def _link(self, gift: Gift, found: Sequence[Mapping[str, Any]], known: Mapping[Gift, str]) -> Link:
        name = plan.gift_name(self.campaign, gift)
        taking = active(found)
        if taking:
            oldest = taking[-1]  # the one that sites have had the longest
            return Link(gift, url_of(self._changed(gift, name, oldest)))
        price = known.get(gift)
        if price is None:
            made = self._make("price", name, plan.price_params(self.campaign, gift), gift=gift)
            price = None if made is None else fields.identifier(made, "id")
        else:
            self.steps.append(Step("found", "price", name, price))
        params = plan.link_params(self.campaign, gift, price or "")
        link = self._make("payment_link", name, params, gift=gift, after=[str(each["id"]) for each in found])
        return Link(gift, None if link is None else url_of(link))

    def _changed(self, gift: Gift, name: str, link: Mapping[str, Any]) -> Mapping[str, Any]:
        changes, identifier = plan.link_changes(link, self.campaign, gift), str(link["id"])
        self.steps.append(Step("changed" if changes else "found", "payment_link", name, identifier))
        if not changes or self.rehearse:
            return link
        # A change back and forth within a day is none that Stripe may take for a repetition.
        key = f"wellspring-{token_hex(16)}"
        try:
            return self.shop.post("payment_link", changes, idempotency_key=key, identifier=identifier)
        except Refused as error:
            raise explained(error, self.campaign, gift) from None

    def _make(
        self, kind: str, what: str, params: Mapping[str, Any], *, gift: Gift | None = None, after: Sequence[str] = ()
    ) -> Mapping[str, Any] | None:
        """What was made; None where it is only rehearsed."""
        if self.rehearse:
            self.steps.append(Step("made", kind, what, None))
            return None
        key = plan.idempotency_key(self.mark, kind, params, after=after)
        try:
            made = self.shop.post(kind, params, idempotency_key=key)
        except Refused as error:
            raise explained(error, self.campaign, gift) from None
        self.steps.append(Step("made", kind, what, str(made["id"])))
        return made
