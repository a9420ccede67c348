"""Tables of the configuration that say what the pages show beside the numbers."""

from __future__ import annotations

from pydantic import Field

from service.settings.sections import Section


class Context(Section):
    """Water, green, roads, railways and landmarks, so that a reader knows where a place is without a map server."""

    files: tuple[str, ...] = Field(min_length=1)
    kind: str = "kind"
    name: str = "name"
