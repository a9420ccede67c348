"""Awkward inputs: workbooks of several sheets, dates, old and binary workbooks, damage; traces of other programs."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from queries.files.clutter import is_clutter
from queries.files.csv_tables import read_header
from queries.files.open_files import match_files, open_files

TABLE = [("code", "count"), ("E01", 3)]


def workbook(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def open_bytes(tmp_path):
    def run(content, name="x.xlsx"):
        (tmp_path / name).write_bytes(content)
        return list(open_files([name], base=tmp_path))

    return run


def test_a_workbook_is_opened_as_its_table(open_bytes):
    rows = [
        *TABLE,
        ("E02", 4.5),
        (None, None),
        (datetime(2026, 3, 31, 14, 5), date(2026, 3, 31)),
        ("a,b", 7.0),
        (None,),
    ]
    [file] = open_bytes(workbook(Sheet=rows))
    assert file.data.decode() == 'code,count\nE01,3\nE02,4.5\n,\n2026-03-31 14:05:00,2026-03-31\n"a,b",7\n'


def test_a_sheet_of_notes_is_passed_over_and_two_tables_are_not_chosen_between(open_bytes, told):
    long = [TABLE[0], *[("E01", i) for i in range(50)]]
    [file] = open_bytes(workbook(Notes=[("Source", "ONS"), ("Date", "2026")], Data=long))
    assert file.data.startswith(b"code,count\n")
    assert told(open_bytes, workbook(A=TABLE, B=TABLE)) == (
        "'x.xlsx' is an Excel workbook with 2 tables, on the sheets 'A', 'B'."
        " Save the sheet that contains the table as 'CSV UTF-8' and point at that file."
    )
    assert told(open_bytes, workbook(A=[("only",)])).startswith("'x.xlsx' is an Excel workbook without a table.")


def zip_of(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is an old Excel workbook (XLS), or one with a password"),
        (zip_of("xl/workbook.bin"), "is a binary Excel workbook (XLSB)"),
        (zip_of("mimetype", "content.xml"), "is an OpenDocument spreadsheet"),
        (zip_of("xl/workbook.xml"), "is a damaged Excel workbook"),
    ],
)
def test_other_spreadsheets_are_named_and_refused(open_bytes, told, content, words):
    assert told(open_bytes, content).startswith(f"'x.xlsx' {words}. Save the sheet")


@pytest.mark.parametrize("name", ["~$x.csv", "a/._x.csv", "__MACOSX/a/x.csv", ".DS_Store", "a\\Thumbs.db"])
def test_traces_of_other_programs_are_known(name):
    assert is_clutter(name)
    assert not is_clutter("a/x.csv")


def test_a_lock_file_is_passed_over_and_told(tmp_path):
    for name in ("x.csv", "~$x.csv"):
        (tmp_path / name).write_text("a\n1\n")
    skipped = []
    assert match_files(["*.csv"], base=tmp_path, on_skipped=skipped.append) == ["x.csv"]
    assert skipped == ["~$x.csv"]


@pytest.mark.parametrize("pattern", ["crime [2026]/*.csv", "crime [2026]\\*.csv"])
def test_brackets_and_backslashes_in_folders_are_understood(tmp_path, pattern):
    (tmp_path / "crime [2026]").mkdir()
    (tmp_path / "crime [2026]" / "x.csv").write_text("a\n1\n")
    assert match_files([pattern], base=tmp_path) == ["crime [2026]/x.csv"]


def test_members_that_a_mac_adds_are_passed_over(open_bytes):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a/x.csv", "a\n1\n")
        archive.writestr("__MACOSX/a/._x.csv", b"\x00\x05\x16\x07")
    assert [file.name for file in open_bytes(stream.getvalue(), name="x.zip")] == ["x.zip!a/x.csv"]


@pytest.mark.parametrize("line", ["sep=,\n", '"sep=,"\r\n', "sep=,,\n", "SEP=,\n"])
def test_the_line_that_names_the_separator_is_no_header(text_file, line):
    header = read_header(text_file(f"{line}a,b\n1,2\n"), required=["a", "b"])
    assert (header.headings, header.lines) == (("a", "b"), 2)
