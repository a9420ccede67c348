"""Exports as text: CSV for any program, and neighbours in the GAL format of GeoDa, R and libpysal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import duckdb

from queries.catalogue.catalogue import run_named
from queries.catalogue.rows import Result, csv_text
from queries.store.about import About

TABLES = {
    "ranking": "ranking_details",
    "candidates": "candidate_details",
    "candidate_areas": "candidate_areas",
    "impact_areas": "designations",
}
DECIDED = ("candidates", "impact_areas")  # these name what people have decided


def csv_bytes(con: duckdb.DuckDBPyConnection, about: About) -> dict[str, bytes]:
    """Write one CSV per table; the last two columns are the marking and the generation, so that both stay."""
    return _csv_files(con, about, TABLES)


def decided_csv_bytes(con: duckdb.DuckDBPyConnection, about: About) -> dict[str, bytes]:
    """Write the CSVs that a decision changes.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.
    about : About
        Words about the generation.

    Returns
    -------
    dict of str to bytes
        Content by the name of the file.
    """
    return _csv_files(con, about, DECIDED)


def _csv_files(con: duckdb.DuckDBPyConnection, about: About, names: Iterable[str]) -> dict[str, bytes]:
    found = {name: mark_rows(run_named(con, TABLES[name]), about) for name in names}
    # Where nobody has decided anything there is no file: without a row it would carry no marking.
    return {f"{name}.csv": csv_text(one).encode() for name, one in found.items() if one.rows or name != DECIDED[1]}


def mark_rows(result: Result, about: About) -> Result:
    """Add the marking and the generation to each row.

    Parameters
    ----------
    result : Result
        Rows of an answer.
    about : About
        Words about the generation.

    Returns
    -------
    Result
        Two columns more.
    """
    return replace(
        result,
        columns=(*result.columns, "marking", "generation"),
        types=(*result.types, "VARCHAR", "VARCHAR"),
        rows=tuple((*row, about.marking, about.generation) for row in result.rows),
    )


def gal_bytes(con: duckdb.DuckDBPyConnection, about: About) -> dict[str, bytes]:
    """Write the neighbours behind every local statistic, so that GeoDa, R or libpysal can repeat it.

    The header has no place for a marking but its third word, the name of a shapefile: marking and generation
    are there. GAL knows no weights: every neighbour counts alike, as it does in the statistics.
    """
    rows = con.execute(
        "SELECT area_code, list(neighbour_code ORDER BY neighbour_code) FILTER (neighbour_code IS NOT NULL)"
        " FROM areas LEFT JOIN area_neighbours USING (area_code) GROUP BY area_code ORDER BY area_code"
    ).fetchall()
    label = re.sub(r"[^A-Za-z0-9_-]+", "_", f"{about.marking}_{about.generation}")
    lines = [f"0 {len(rows)} {label} area_code"]
    for area_code, neighbours in rows:
        lines += [f"{area_code} {len(neighbours or [])}", " ".join(neighbours or [])]
    return {"area_neighbours.gal": ("\n".join(lines) + "\n").encode()}
