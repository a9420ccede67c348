"""The table of the configuration that says how a copy for others differs."""

from __future__ import annotations

from pydantic import Field

from service.settings.base import Section


class Shareable(Section):
    """Counts below ``least_count`` are suppressed in a copy built with ``--shareable``; its marking, if another."""

    least_count: int = Field(default=10, ge=3, le=100)
    """Smallest count that is shown."""
    marking: str | None = None
    """Marking of the copy, if another."""
