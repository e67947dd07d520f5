"""The commands that count, `wellspring refresh` and `wellspring count`, and `wellspring campaign create`."""

from mkdocs_wellspring.hosts.mkdocs.commands.campaign import campaign
from mkdocs_wellspring.hosts.mkdocs.commands.count import count
from mkdocs_wellspring.hosts.mkdocs.commands.refresh import refresh

__all__ = ["campaign", "count", "refresh"]
