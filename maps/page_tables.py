"""Tables of the force's own, by unit or by area, as its pages show them: whatever stands in them is shown as it is."""

from __future__ import annotations

from dataclasses import dataclass

from maps.columns import pick
from maps.force import Force


@dataclass(frozen=True)
class TableSeen:
    """A table on a unit's page.

    Attributes
    ----------
    title : str
    heads : tuple of str
        Headings; the first is "Area" where rows are areas.
    lines : tuple of tuple of str
        Cells, as many as headings.
    """

    title: str
    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


def unit_tables(force: Force, npu_code: str) -> tuple[TableSeen, ...]:
    """Every table with a row for this unit, or for an area of it in the order of their need."""
    at = force.by_need[npu_code]
    names = dict(zip(pick(force.areas["codes"], at), pick(force.areas["names"], at), strict=True))
    seen = []
    for table in force.site.further.tables:
        if table.key == "npu_code":
            heads, lines = table.headings, tuple(cells for key, cells in table.rows if key == npu_code)
        else:
            heads = ("Area", *table.headings)
            of_area = dict(table.rows)
            lines = tuple((str(names[code]), *of_area[code]) for code in names if code in of_area)
        if lines:
            seen.append(TableSeen(table.title, heads, lines))
    return tuple(seen)
