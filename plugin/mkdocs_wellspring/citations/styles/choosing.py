"""Which style a site means."""

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_wellspring.errors import ConfigurationError

if TYPE_CHECKING:
    from mkdocs_wellspring.citations.styles.style import Style

__all__ = ["make_style"]


def make_style(name: str, root: Path) -> "Style":
    """The style of that name: `numeric`, `author-date`, or a file of CSL, from `root`.

    Raises:
        ConfigurationError: there is no such style, or what sets it is not installed.
    """
    # Each is imported only where it is chosen.
    if name == "numeric":
        from mkdocs_wellspring.citations.styles.numeric import NumericStyle  # noqa: PLC0415

        return NumericStyle()
    if name == "author-date":
        from mkdocs_wellspring.citations.styles.authordate import AuthorDateStyle  # noqa: PLC0415

        return AuthorDateStyle()
    if not name.endswith(".csl"):
        raise ConfigurationError(f"citations: style: {name} is no style; give numeric, author-date or a .csl file")
    from mkdocs_wellspring.citations.styles.csl import CslStyle  # noqa: PLC0415

    return CslStyle.from_file(root / name, name, root)
