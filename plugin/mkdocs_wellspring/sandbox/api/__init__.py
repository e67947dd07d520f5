"""The part of Stripe's API that the sandbox answers, under `/v1`, and its own addresses, under `/sandbox`."""

from mkdocs_wellspring.sandbox.api.answers import Clock, base_of, refused
from mkdocs_wellspring.sandbox.api.doings import doings
from mkdocs_wellspring.sandbox.api.routes import routes

__all__ = ["Clock", "base_of", "doings", "refused", "routes"]
