"""Tables of the configuration that say what the pages show beside the numbers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from service.settings.base import Section


class TableOnPages(Section):
    """A table of the force's own, by unit or by area, that pages show as it is, with n and interval."""

    file: str
    """CSV file."""
    title: str
    """Title above the table."""
    key: Literal["npu_code", "area_code"] = "npu_code"
    """Whether rows belong to units or to areas."""
    key_column: str
    """Heading of the code of the unit or area."""
    columns: tuple[str, ...] = Field(min_length=1)
    """Headings to show."""
    n: str | None = None
    """Heading of the number of people asked."""
    low: str | None = None
    """Heading of the lower end of the interval."""
    high: str | None = None
    """Heading of the upper end of the interval."""


class Context(Section):
    """Roads, water, railways and settlements, so that a reader knows where a place is without a map server."""

    files: tuple[str, ...] = Field(min_length=1)
    """OS Open Roads, OS Open Rivers, OS Open Greenspace, Boundary-Line, OS Open Zoomstack (its railways) as GeoPackage
    or Shapefile; tiles of OS Open Names as CSV; GeoJSON of your own in WGS 84.
    """
    kind: str = "kind"
    """Property of your GeoJSON with the kind: water, green, road, rail, landmark or settlement."""
    name: str = "name"
    """Property of your GeoJSON with the name."""
