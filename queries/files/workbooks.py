"""Excel workbooks where a table is meant: the sheet that contains the table, as comma-separated text.

What a cell shows is not what it contains, so numbers and dates are written plainly: 1234.5, 2026-03-31 14:05.
"""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from xml.etree.ElementTree import ParseError

import openpyxl

from geo.exceptions import InputRefused
from queries.files.archives import check_growth

OLD_WORKBOOK_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also a workbook with a password
SAVE_AS_CSV = "Save the sheet that contains the table as 'CSV UTF-8' and point at that file"
# A sheet of notes beside the table is passed over; two tables of a size are not chosen between.
LARGER_BY = 10

Row = tuple[str, ...]


def is_workbook(name: str, path: Path) -> bool:
    """Whether a zip archive is an XLSX workbook.

    Raises
    ------
    InputRefused
        It is a spreadsheet of a kind that is not read here.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False  # reported by who opens archives
    if "xl/workbook.bin" in members:
        raise InputRefused(f"'{name}' is a binary Excel workbook (XLSB)", SAVE_AS_CSV)
    if {"mimetype", "content.xml"} <= members:
        raise InputRefused(f"'{name}' is an OpenDocument spreadsheet", SAVE_AS_CSV)
    return "xl/workbook.xml" in members


def refuse_old_workbook(name: str, stored: bytes) -> None:
    """Refuse XLS, and XLSX with a password: both begin alike."""
    if stored.startswith(OLD_WORKBOOK_MAGIC):
        raise InputRefused(f"'{name}' is an old Excel workbook (XLS), or one with a password", SAVE_AS_CSV)


def workbook_to_csv(name: str, path: Path) -> bytes:
    """The sheet of a workbook that contains its table, as CSV in UTF-8; a row's line is its number in the sheet.

    Raises
    ------
    InputRefused
        The workbook is damaged or too large, has no table, or several of which none is by far the largest.
    """
    _check_sizes(name, path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and validations that openpyxl does not know are of no interest
            sheets = dict(_sheets(path))
    except (
        OSError,
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        AttributeError,
        zipfile.BadZipFile,
        ParseError,
    ) as fault:
        raise InputRefused(f"'{name}' is a damaged Excel workbook", SAVE_AS_CSV) from fault
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(sheets[_choose(name, sheets)])
    return stream.getvalue().encode()


def _check_sizes(name: str, path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            check_growth(name, packed_size=member.compress_size, unpacked_size=member.file_size)
        check_growth(name, packed_size=path.stat().st_size, unpacked_size=sum(m.file_size for m in archive.infolist()))


def _sheets(path: Path) -> Iterator[tuple[str, list[Row]]]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            yield sheet.title, _trim(tuple(map(_text, row)) for row in sheet.iter_rows(values_only=True))
    finally:
        book.close()


def _trim(rows: Iterable[Row]) -> list[Row]:
    """All rows equally wide, without the empty rows and columns at the end."""
    kept = list(rows)
    while kept and not any(kept[-1]):
        kept.pop()
    width = max((at + 1 for row in kept for at, cell in enumerate(row) if cell), default=0)
    return [row[:width] + ("",) * (width - len(row)) for row in kept]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else cell.isoformat(sep=" ", timespec="seconds")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _choose(name: str, sheets: dict[str, list[Row]]) -> str:
    """The sheet that contains the table."""
    sizes = {title: len(rows) for title, rows in sheets.items() if _is_table(rows)}
    if not sizes:
        raise InputRefused(
            f"'{name}' is an Excel workbook without a table", "Point at the workbook or file that contains it"
        )
    largest = max(sizes, key=lambda title: sizes[title])
    rivals = [title for title, size in sizes.items() if size * LARGER_BY > sizes[largest]]
    if len(rivals) > 1:
        told = ", ".join(f"'{title}'" for title in rivals)
        raise InputRefused(
            f"'{name}' is an Excel workbook with {len(rivals)} tables, on the sheets {told}", SAVE_AS_CSV
        )
    return largest


def _is_table(rows: Sequence[Row]) -> bool:
    return len(rows) > 1 and len(rows[0]) > 1
