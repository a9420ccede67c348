"""Check whole files of incidents: which are refused, and which only get a warning.

For comparison: of Leicestershire's rows 0.2% lie outside the force, of the City of London's 4%.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

import duckdb
import pandas as pd

from geo.exceptions import InputRefused, Refusal, raise_together
from queries.files.csv_tables import nearest
from queries.ingest.check_files import faults_of_staged_files, warnings_of_points
from queries.ingest.stage import StagedFile, ingest_sql
from queries.loaders.incidents.crime_types import CALL_PREFIX, KNOWN_TYPES
from queries.loaders.tables.messages import name_some

SWAPPED_REFUSED_ABOVE = 0.01
OUTSIDE_SAID_ABOVE = 0.05
OUTSIDE_REFUSED_ABOVE = 0.20
FOREIGN_FILE_ABOVE = 0.50
QUARANTINED_SAID_ABOVE = 0.05


def check_staged(con: duckdb.DuckDBPyConnection, files: Sequence[StagedFile]) -> None:
    """Refuse, together, files that cannot be what they should be.

    Unknown crime types, swapped coordinates and contradictory counts; and what
    :func:`queries.ingest.check_files.faults_of_staged_files` finds.

    Raises
    ------
    InputRefused
        At least one file is so.
    """
    by_id = {file.source_id: file for file in files}
    raise_together(
        [
            *_unknown_types(con, by_id),
            *_find_swapped(con, by_id),
            *_contradictions(con, by_id),
            *faults_of_staged_files(con, by_id),
        ]
    )


def check_share_outside(con: duckdb.DuckDBPyConnection, accounts: Mapping[str, int], per_file: pd.DataFrame) -> None:
    """Refuse when so many rows lie outside the force that it is probably the wrong one, and when no row is placed.

    Where the other files would pass without those that lie mostly outside, these are named.

    Raises
    ------
    InputRefused
        More than a fifth of all rows lie outside, or none could be placed.
    """
    read, outside = accounts["read"], accounts["out of force"]
    if outside > OUTSIDE_REFUSED_ABOVE * read:
        _refuse_foreign_files(per_file, outside, read)
        raise InputRefused(
            f"{outside:,} of {read:,} rows ({outside / read:.1%}) lie outside the force: it may be the wrong force, or"
            " areas of the other census (2011 or 2021)",
            "Check that [areas] and [[incidents]] belong together; [code_changes] carries 2011 codes to 2021",
        )
    if not accounts["placed"]:
        raise InputRefused(
            f"None of {read:,} rows could be placed in an area{_most_often(con)}", "Mend the files, or point at others"
        )


def _refuse_foreign_files(per_file: pd.DataFrame, outside: int, read: int) -> None:
    foreign = per_file["rows_out_of_force"] > FOREIGN_FILE_ABOVE * per_file["rows_read"]
    rest = per_file.loc[~foreign, ["rows_out_of_force", "rows_read"]].sum()
    if rest["rows_read"] and rest["rows_out_of_force"] <= OUTSIDE_REFUSED_ABOVE * rest["rows_read"]:
        named = name_some((repr(name) for name in per_file.loc[foreign, "file_name"]), at_most=3)
        raise InputRefused(
            f"{outside:,} of {read:,} rows ({outside / read:.1%}) lie outside the force, nearly all of them in {named}:"
            " files of another force",
            f"Leave out {named}",
        )


def find_warnings(con: duckdb.DuckDBPyConnection, per_file: pd.DataFrame) -> list[str]:
    """List what a reader of the results should know, one sentence each."""
    found = [sentence for row in per_file.to_dict("records") for sentence in _warnings_of_file(con, row)]
    names = dict(zip(per_file["source_id"], per_file["file_name"], strict=True))
    return [
        *found,
        *warnings_of_points(con, names),
        *_seen_again(con),
        *_differing_ids(con),
        *_counted_by_two_kinds(con),
    ]


def _warnings_of_file(con: duckdb.DuckDBPyConnection, row: Mapping[Hashable, Any]) -> Iterator[str]:
    name, read, outside, left_out = (
        row[column] for column in ("file_name", "rows_read", "rows_out_of_force", "rows_quarantined")
    )
    if outside > OUTSIDE_SAID_ABOVE * read:
        foreign = ": leave it out if it is another force's" if outside > FOREIGN_FILE_ABOVE * read else ""
        yield f"{outside:,} of {read:,} rows of '{name}' ({outside / read:.1%}) lie outside the force{foreign}."
    if left_out > QUARANTINED_SAID_ABOVE * read:
        why = _most_often(con, row["source_id"])
        yield f"{left_out:,} of {read:,} rows of '{name}' ({left_out / read:.1%}) were left out{why}."
    if isinstance(row["note"], str):
        yield f"'{name}': {row['note']}."


def _unknown_types(con: duckdb.DuckDBPyConnection, by_id: Mapping[int, StagedFile]) -> list[Refusal]:
    rows = con.execute(
        "WITH seen AS (SELECT source_id, crime_type, fault FROM staged_incidents"
        " UNION ALL SELECT source_id, crime_type, fault FROM staged_counts)"
        " SELECT crime_type, count(*), list(DISTINCT source_id ORDER BY source_id) FROM seen"
        " WHERE fault IS NULL AND NOT list_contains($known, crime_type) GROUP BY ALL ORDER BY ALL",
        {"known": list(KNOWN_TYPES)},
    ).fetchall()
    grades = [row for row in rows if row[0].startswith(CALL_PREFIX)]
    told = [
        InputRefused(
            f"'{crime_type}' is not a known crime type ({_rows_of(count, ids, by_id)})"
            f"{nearest(crime_type, KNOWN_TYPES)}",
            "Correct it in the file, or leave the file out",
        )
        for crime_type, count, ids in rows
        if not crime_type.startswith(CALL_PREFIX)
    ]
    return [*told, *([_unknown_grades(grades, by_id)] if grades else [])]


def _unknown_grades(rows: Sequence[tuple[str, int, list[int]]], by_id: Mapping[int, StagedFile]) -> InputRefused:
    """Name all unknown grades of calls in one message, with the words to map them by."""
    grades = [crime_type.removeprefix(CALL_PREFIX) for crime_type, _, _ in rows]
    ids = sorted({i for _, _, found in rows for i in found})
    example = ", ".join(f'"{grade}" = "P{at}"' for at, grade in enumerate(grades[:3], start=1))
    return InputRefused(
        f"{name_some(repr(grade) for grade in grades)}: not a grade of calls, which are P1 to P9"
        f" ({_rows_of(sum(count for _, count, _ in rows), ids, by_id)})",
        f"Say in [demand] which grade is meant, such as grades = {{ {example} }}",
    )


def _rows_of(count: int, ids: Sequence[int], by_id: Mapping[int, StagedFile]) -> str:
    return f"{count:,} rows of {name_some((repr(by_id[i].file_name) for i in ids), at_most=3)}"


def _seen_again(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Say how many rows were replaced by a later record of the same crime."""
    ((rows, ids),) = con.execute(
        "SELECT count(*), count(DISTINCT identity) FROM repeated_ids WHERE is_replaced"
    ).fetchall()
    return (
        [f"{rows:,} rows were replaced: their {ids:,} crimes come again with a later month or outcome, which is kept."]
        if rows
        else []
    )


def _find_swapped(con: duckdb.DuckDBPyConnection, by_id: Mapping[int, StagedFile]) -> list[Refusal]:
    rows = con.execute(
        "SELECT source_id, count(*) FROM staged_incidents WHERE fault.reason = 'is swapped with the latitude'"
        " GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return [
        InputRefused(
            f"'{by_id[i].file_name}' has longitude and latitude swapped in {count:,} of {by_id[i].rows_read:,} rows",
            "Exchange the two headings",
        )
        for i, count in rows
        if count > SWAPPED_REFUSED_ABOVE * by_id[i].rows_read
    ]


def _contradictions(con: duckdb.DuckDBPyConnection, by_id: Mapping[int, StagedFile]) -> list[Refusal]:
    rows = con.execute(
        "SELECT source_id, first_source_id, count(*), min(row_number) FROM repeated_counts WHERE contradicts"
        " GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return [
        InputRefused(
            f"'{by_id[i].file_name}' and '{by_id[first].file_name}' give different counts for the same area, month and"
            f" type ({count:,} times, first on line {line})",
            "Keep the right one",
        )
        for i, first, count, line in rows
    ]


def _most_often(con: duckdb.DuckDBPyConnection, source_id: int | None = None) -> str:
    """Name the most frequent reason in the rejects (of one file), as the end of a sentence."""
    rows = con.execute(
        "SELECT column_name, reason FROM rejects"
        " WHERE source_id = coalesce($source_id, source_id)"
        " AND reason NOT IN ('lies outside the force', 'is a copy of another row',"
        " 'is an earlier record of a crime that stands on a later row')"
        " GROUP BY ALL ORDER BY count(*) DESC, reason LIMIT 1",
        {"source_id": source_id},
    ).fetchall()
    return "".join(f", most often because {repr(column) if column else 'the row'} {why}" for column, why in rows)


def _differing_ids(con: duckdb.DuckDBPyConnection) -> list[str]:
    listed = con.execute(ingest_sql("list_differing_ids")).df()
    ids = listed["incident_id"].nunique()
    return [f"{ids:,} ids are on {len(listed):,} rows that are different crimes; all are kept."] if ids else []


def _counted_by_two_kinds(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Months and types that come from sources of two kinds, and so may count twice."""
    rows = con.execute(
        "SELECT strftime(occurred_month, '%Y-%m') AS month FROM row_accounts JOIN sources USING (source_id)"
        " WHERE outcome = 'placed' GROUP BY occurred_month, crime_type HAVING count(DISTINCT kind) > 1"
    ).df()
    months = sorted(set(rows["month"]))
    return (
        [f"Sources of two kinds cover the same crime types in {name_some(months)}: they may count twice."]
        if months
        else []
    )
