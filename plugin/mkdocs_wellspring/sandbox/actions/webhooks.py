"""What is asked for with webhook endpoints."""

from urllib.parse import urlsplit

from mkdocs_wellspring.addresses import is_loopback
from mkdocs_wellspring.sandbox.account import Account
from mkdocs_wellspring.sandbox.parameters import Parameters
from mkdocs_wellspring.sandbox.records import Endpoint
from mkdocs_wellspring.sandbox.refusals import invalid
from mkdocs_wellspring.sandbox.shapes import Shape, show_deleted

__all__ = ["create_endpoint", "delete_endpoint"]


def create_endpoint(account: Account, parameters: Parameters, now: int) -> Endpoint:
    """Events will be posted to `url`, signed with a secret that is told now and never again.

    Raises:
        Refusal: the address is not one of this machine, or a parameter cannot be used.
    """
    url, events = parameters.required("url"), parameters.texts("enabled_events")
    description, metadata = parameters.text("description"), parameters.metadata()
    parameters.finish()
    if not events:
        raise parameters.lacking("enabled_events")
    if not _is_ours(url):
        message = (
            "Invalid URL: the sandbox posts only to http addresses of this machine, such as http://127.0.0.1:8000/."
        )
        raise invalid(message, "url", "url_invalid")
    secret = account.new_id("whsec_")
    endpoint = Endpoint(account.new_id("we_"), now, url, secret, tuple(events), description, metadata)
    account.endpoints.put(endpoint)
    return endpoint


def delete_endpoint(account: Account, endpoint: Endpoint, parameters: Parameters, _now: int) -> Shape:
    """Nothing is posted there any more."""
    parameters.finish()
    account.endpoints.drop(endpoint.id)
    return show_deleted(endpoint)


def _is_ours(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return parts.scheme == "http" and parts.username is None and is_loopback(host)
