"""The only place that reads the clock."""

from __future__ import annotations

import os
from datetime import datetime, timezone

from geo.refusals import WrongUsage


def now() -> datetime:
    """The moment of the run, UTC, whole seconds; ``SOURCE_DATE_EPOCH`` (seconds since 1970) stands in for it where it is set.

    Raises
    ------
    WrongUsage
        ``SOURCE_DATE_EPOCH`` is not a whole number of seconds.
    """
    stated = os.environ.get("SOURCE_DATE_EPOCH")
    if stated is None:
        return datetime.now(timezone.utc).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(stated), timezone.utc)
    except (ValueError, OverflowError, OSError):
        raise WrongUsage(
            f"SOURCE_DATE_EPOCH is '{stated}'", "Give whole seconds since 1 January 1970, or unset it"
        ) from None
