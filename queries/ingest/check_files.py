"""Whole files that cannot be what they should be: hardly readable, counted twice, or with places or dates exchanged.

A share of rows is only judged from `LEAST_ROWS` rows up: two bad rows of three say nothing about a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb
import pandas as pd

from geo.exceptions import InputRefused, Refusal
from queries.ingest.stage import StagedFile, ingest_sql
from queries.loaders.tables.messages import count_of, name_some

LEAST_ROWS = 10
UNREADABLE_FILE_REFUSED_ABOVE = 0.20
UNREADABLE_SOURCE_REFUSED_ABOVE = 0.10
SHARED_REFUSED_ABOVE = 0.50
DOUBLED_REFUSED_ABOVE = 0.50
EXCHANGED_REFUSED_ABOVE = 0.01
EXCHANGED_DATES_REFUSED_ABOVE = 0.02
POINTS_OUTSIDE_REFUSED_ABOVE = 0.20
POINTS_ELSEWHERE_SAID_ABOVE = 0.25
# A code that the force does not have is of another census if this share of its rows, and as many, lie inside it.
FOREIGN_LEAST_SHARE, FOREIGN_LEAST_ROWS = 0.5, 5

FORMS_EXPECTED = {
    "received": "a time such as 2026-03-31 14:05",
    "month": "a month such as 2026-03",
    "longitude": "degrees such as -1.653252",
    "latitude": "degrees such as 52.526248",
    "easting": "metres such as 425139",
    "northing": "metres such as 284550",
    "incident_count": "a whole number such as 12",
}


def faults_of_staged_files(con: duckdb.DuckDBPyConnection, by_id: Mapping[int, StagedFile]) -> list[Refusal]:
    """Files that can hardly be read, contain rows of others or their own twice, or have day and month exchanged."""
    return [*_unreadable(con, by_id), *_find_shared(con, by_id), *_doubled(con, by_id), *_exchanged_dates(con, by_id)]


def faults_of_points(con: duckdb.DuckDBPyConnection, files: Sequence[StagedFile]) -> list[Refusal]:
    """Files whose points lie outside the force although their area codes do not, or would lie inside exchanged."""
    by_id = {file.source_id: file for file in files}
    return [fault for row in _points_by_file(con) for fault in _faults_of_points(by_id[row["source_id"]], row)]


def warnings_of_points(con: duckdb.DuckDBPyConnection, names: Mapping[int, str]) -> list[str]:
    """What points and area codes say against each other, without making a file useless."""
    told = []
    for row in _points_by_file(con):
        name, compared = names[row["source_id"]], row["compared"]
        if row["exchanged"]:
            told.append(f"{count_of(row['exchanged'], 'row')} of '{name}' with easting and northing exchanged.")
        if compared >= LEAST_ROWS and row["elsewhere"] > POINTS_ELSEWHERE_SAID_ABOVE * compared:
            told.append(
                f"{row['elsewhere']:,} of {compared:,} points of '{name}' lie in another area than their area code"
                " says: codes and coordinates disagree. The codes are used."
            )
    return [*told, *_foreign_codes(con)]


def _unreadable(con: duckdb.DuckDBPyConnection, by_id: Mapping[int, StagedFile]) -> Iterator[Refusal]:
    found = _records(con, ingest_sql("count_unreadable"))
    refused = set()
    for row in found:
        file, number = by_id[row["source_id"]], row["unreadable"]
        if number >= LEAST_ROWS and number > UNREADABLE_FILE_REFUSED_ABOVE * file.rows_read:
            refused.add(file.kind)
            one_of_many = sum(other.kind == file.kind for other in by_id.values()) > 1
            what = f"'{file.file_name}'"
            yield _refuse_unreadable(
                row, file, number=number, of=file.rows_read, what=what, leave_out=what if one_of_many else ""
            )
    for kind in sorted({file.kind for file in by_id.values()} - refused):
        rows = [row for row in found if by_id[row["source_id"]].kind == kind]
        number = sum(row["unreadable"] for row in rows)
        of = sum(file.rows_read for file in by_id.values() if file.kind == kind)
        if number >= LEAST_ROWS and number > UNREADABLE_SOURCE_REFUSED_ABOVE * of:
            worst = max(rows, key=lambda row: int(row["unreadable"]))
            what = f"the files of the kind {kind}"
            yield _refuse_unreadable(worst, by_id[worst["source_id"]], number=number, of=of, what=what)


def _refuse_unreadable(
    row: Mapping[str, Any], file: StagedFile, *, number: int, of: int, what: str, leave_out: str = ""
) -> InputRefused:
    """What cannot be read, with up to three of its values, the form that is expected, or the file to leave out."""
    column = row["column_name"]
    heading = file.headings.get(column, column) if column else None
    texts = [text for text in row["texts"] if text is not None]
    values = f", such as {', '.join(repr(text[:40]) for text in texts)}" if texts else ""
    subject = f"'{heading}'" if heading else "the row"
    expected = FORMS_EXPECTED.get(column or "")
    return InputRefused(
        f"{number:,} of {of:,} rows of {what} ({number / of:.0%}) cannot be read, mostly because"
        f" {subject} {row['reason']}{values}",
        f"Write {expected} in '{heading}', {f'or leave {leave_out} out' if leave_out else 'and run again'}"
        if expected
        else f"Correct '{file.file_name}', or leave it out",
    )


def _find_shared(con: duckdb.DuckDBPyConnection, by_id: Mapping[int, StagedFile]) -> Iterator[Refusal]:
    """A file that contains the rows of others, once for all of them."""
    pairs = [
        row
        for row in _records(con, ingest_sql("find_shared_rows"))
        if row["shared"] >= LEAST_ROWS and row["shared"] > SHARED_REFUSED_ABOVE * row["of_rows"]
    ]
    met = pd.Series([i for row in pairs for i in (row["source_id"], row["other_id"])], dtype="int64").value_counts()
    told: set[int] = set()
    for row in pairs:
        one, other = row["source_id"], row["other_id"]
        whole = one if (met[one], one) > (met[other], other) else other
        if whole in told:
            continue
        told.add(whole)
        same = [r for r in pairs if whole in (r["source_id"], r["other_id"])]
        others = [by_id[r["other_id"] if r["source_id"] == whole else r["source_id"]].file_name for r in same]
        yield InputRefused(
            f"'{by_id[whole].file_name}' contains {sum(r['shared'] for r in same):,} rows that are also in"
            f" {name_some((repr(name) for name in others), at_most=3)}: the same incidents would count twice",
            f"Leave out '{by_id[whole].file_name}'" + (f" or '{others[0]}'" if len(others) == 1 else ""),
        )


def _doubled(con: duckdb.DuckDBPyConnection, by_id: Mapping[int, StagedFile]) -> Iterator[Refusal]:
    """A month that is on its file twice: its rows without an id would count twice."""
    for row in _records(con, ingest_sql("find_doubled_months")):
        copies, crimes = row["copies"], row["identified"] - row["copies"]
        if copies >= LEAST_ROWS and copies > DOUBLED_REFUSED_ABOVE * crimes:
            yield InputRefused(
                f"'{by_id[row['source_id']].file_name}' contains {copies:,} of its {crimes:,} crimes of"
                f" {row['occurred_month']:%B %Y} twice, row for row: its {row['without_id']:,} rows without an id, as"
                " of anti-social behaviour, would count twice",
                "Remove the second copy of these rows from the file, or leave the file out",
            )


def _exchanged_dates(con: duckdb.DuckDBPyConnection, by_id: Mapping[int, StagedFile]) -> Iterator[Refusal]:
    for row in _records(con, ingest_sql("find_exchanged_dates")):
        file, number = by_id[row["source_id"]], row["exchanged_count"]
        if number >= LEAST_ROWS and number > EXCHANGED_DATES_REFUSED_ABOVE * file.rows_read and row["month_count"] > 1:
            yield InputRefused(
                f"'{file.file_name}' seems to have day and month exchanged in its dates: {number:,} of"
                f" {file.rows_read:,} rows lie in months that no day after the 12th falls into",
                "Export the dates again with the year first (2026-03-31), without opening the file in a spreadsheet",
            )


def _faults_of_points(file: StagedFile, row: Mapping[str, Any]) -> Iterator[Refusal]:
    compared, outside, exchanged = row["compared"], row["outside"], row["exchanged"]
    if exchanged >= LEAST_ROWS and exchanged > EXCHANGED_REFUSED_ABOVE * compared:
        yield InputRefused(
            f"'{file.file_name}' has easting and northing exchanged in {exchanged:,} of {compared:,} rows",
            "Exchange the two headings",
        )
    elif outside >= LEAST_ROWS and outside > POINTS_OUTSIDE_REFUSED_ABOVE * compared:
        yield InputRefused(
            f"{outside:,} of {compared:,} points of '{file.file_name}' lie outside the force, although their area codes"
            " belong to it",
            "Look at the columns of coordinates: their order, their sign and their system (EPSG:27700 or WGS 84)",
        )


def _foreign_codes(con: duckdb.DuckDBPyConnection) -> list[str]:
    found = _records(con, "FROM foreign_codes ORDER BY row_count DESC, area_code")
    if not found:
        return []
    rows = sum(row["row_count"] for row in found)
    named = name_some(f"{row['area_code']} (mostly in {row['polygon_code']})" for row in found)
    return [
        f"{count_of(rows, 'row')} name {count_of(len(found), 'area')} that the force does not have, but their points"
        f" lie inside it: codes of another census (2011 or 2021). They are placed by their points: {named}."
        " [code_changes] carries codes by the official lookup."
    ]


def _points_by_file(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    return _records(con, ingest_sql("count_points_by_file"))


def _records(con: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    done = con.execute(sql)
    names = [column[0] for column in done.description]
    return [dict(zip(names, row, strict=True)) for row in done.fetchall()]
