"""Tables of the configuration that say what the pages show beside the numbers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from service.settings.base import Section


class TableOnPages(Section):
    """A table of the force's own, by unit or by area, that pages show as it is, with n and interval."""

    file: str
    title: str
    key: Literal["npu_code", "area_code"] = "npu_code"
    key_column: str
    columns: tuple[str, ...] = Field(min_length=1)
    n: str | None = None
    low: str | None = None
    high: str | None = None


class Context(Section):
    """Water, green, roads, railways and landmarks, so that a reader knows where a place is without a map server."""

    files: tuple[str, ...] = Field(min_length=1)
    kind: str = "kind"
    name: str = "name"
