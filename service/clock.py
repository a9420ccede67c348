"""The only place that reads the clock."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from geo.exceptions import WrongUsage


def now() -> datetime:
    """Return the moment of the run, UTC, whole seconds.

    Where ``SOURCE_DATE_EPOCH`` is set (seconds since 1970), it replaces the clock.

    Raises
    ------
    WrongUsage
        ``SOURCE_DATE_EPOCH`` is not a whole number of seconds.
    """
    stated = os.environ.get("SOURCE_DATE_EPOCH")
    if stated is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(stated), UTC)
    except (ValueError, OverflowError, OSError):
        raise WrongUsage(
            f"SOURCE_DATE_EPOCH is '{stated}'", "Give whole seconds since 1 January 1970, or unset it"
        ) from None
