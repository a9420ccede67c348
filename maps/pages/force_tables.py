"""Show the force's own tables by unit or by area, unchanged."""

from __future__ import annotations

import re
from dataclasses import dataclass

from maps.model.force_view import Force
from maps.model.json_columns import pick

_NUMBER = re.compile(r"[-\N{MINUS SIGN}]?£?[\d,.]+ ?%?|not known")


@dataclass(frozen=True)
class TableSeen:
    """A table on a unit's page.

    Attributes
    ----------
    title : str
    heads : tuple of str
        Headings; the first is "Area" where rows are areas.
    figures : tuple of bool
        Which columns have numbers only, to be set right-aligned.
    lines : tuple of tuple of str
        Cells, as many as headings.
    areas : tuple of int
        Number of each line's area on the page; empty where rows are not areas.
    """

    title: str
    heads: tuple[str, ...]
    figures: tuple[bool, ...]
    lines: tuple[tuple[str, ...], ...]
    areas: tuple[int, ...] = ()


def unit_tables(force: Force, npu_code: str) -> tuple[TableSeen, ...]:
    """Return every table with a row for this unit, or for its areas in the order of their need."""
    at = force.by_need[npu_code]
    codes, names = pick(force.areas["codes"], at), pick(force.areas["names"], at)
    seen = []
    for table in force.site.further.tables:
        if table.key == "npu_code":
            lines = tuple(cells for key, cells in table.rows if key == npu_code)
            seen.append(_see(table.title, table.headings, lines))
            continue
        of_area = dict(table.rows)
        rows = tuple(row for row, code in enumerate(codes) if code in of_area)
        lines = tuple((str(names[row]), *of_area[codes[row]]) for row in rows)
        seen.append(_see(table.title, ("Area", *table.headings), lines, rows))
    return tuple(table for table in seen if table.lines)


def _see(
    title: str, heads: tuple[str, ...], lines: tuple[tuple[str, ...], ...], areas: tuple[int, ...] = ()
) -> TableSeen:
    columns = zip(*lines, strict=True) if lines else [() for _ in heads]
    figures = tuple(all(_NUMBER.fullmatch(cell) for cell in column) for column in columns)
    return TableSeen(title, heads, figures, lines, areas)
