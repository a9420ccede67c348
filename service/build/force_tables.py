"""Reads the tables that the configuration puts on pages: schemes, funds, survey results with n and interval."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from geo.exceptions import InputRefused
from maps.model.inputs import PageTable
from queries.files.open_files import open_files
from queries.loaders.tables.messages import name_some
from queries.loaders.tables.reference_tables import clean_codes, read_whole_table
from service.build.reference_data import Reference
from service.settings.pages import TableOnPages

ASKED, LIKELY = "Asked", "Likely between"


def read_page_tables(tables: Sequence[TableOnPages], base: Path, reference: Reference) -> tuple[PageTable, ...]:
    """Every table of ``[[page_tables]]``, in order.

    Raises
    ------
    InputRefused
        A missing file or column, or a code that is no unit or area of the force.
    """
    known = {"npu_code": set(reference.npus.index.astype(str)), "area_code": set(reference.areas.index.astype(str))}
    return tuple(_read(table, base, known[table.key]) for table in tables)


def _read(table: TableOnPages, base: Path, known: set[str]) -> PageTable:
    file = next(open_files([table.file], base=base))
    extra = [column for column in (table.n, table.low, table.high) if column]
    frame = read_whole_table(file, columns=[table.key_column, *table.columns, *extra])
    codes = clean_codes(frame[table.key_column])
    strange = sorted(set(codes) - known)
    if strange:
        what = "unit" if table.key == "npu_code" else "area"
        raise InputRefused(
            f"'{file.name}', column '{table.key_column}': no {what} of the force is {name_some(strange)}",
            "Mend the codes, or take the rows out",
        )
    shown = frame[list(table.columns)].copy()
    if table.n:
        shown[ASKED] = frame[table.n]
    if table.low and table.high:
        shown[LIKELY] = frame[table.low] + " and " + frame[table.high]
    cells = shown.astype(str).where(shown.notna(), "not known")
    rows = [(str(code), tuple(line)) for code, line in zip(codes, cells.itertuples(index=False), strict=True)]
    return PageTable(table.title, table.key, tuple(map(str, shown.columns)), tuple(rows))
