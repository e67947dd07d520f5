"""What time it is: a build that is to be reproducible says it itself."""

import os
from datetime import UTC, datetime

from mkdocs_wellspring.errors import ConfigurationError

__all__ = ["clock"]


def clock() -> datetime:
    """Now, or what `SOURCE_DATE_EPOCH` says is now, in UTC: https://reproducible-builds.org/specs/source-date-epoch/.

    Raises:
        ConfigurationError: it is no number of seconds.
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    try:
        return datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        raise ConfigurationError("SOURCE_DATE_EPOCH is no number of seconds since 1970, such as 1767225600") from None
