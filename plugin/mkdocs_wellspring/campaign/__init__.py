"""A campaign's payment links, made at Stripe once, with the metadata by which the count finds their gifts."""

from mkdocs_wellspring.campaign.create import create
from mkdocs_wellspring.campaign.made import Leftover, Link, Made, Step
from mkdocs_wellspring.campaign.model import Bounds, Campaign, Gift, amounts_of
from mkdocs_wellspring.campaign.shop import Shop

__all__ = ["Bounds", "Campaign", "Gift", "Leftover", "Link", "Made", "Shop", "Step", "amounts_of", "create"]
