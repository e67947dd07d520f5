"""The commands that count: `wellspring refresh` and `wellspring count`."""

from mkdocs_wellspring.hosts.mkdocs.commands.count import count
from mkdocs_wellspring.hosts.mkdocs.commands.refresh import refresh

__all__ = ["count", "refresh"]
