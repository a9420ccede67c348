"""Answer questions of a workspace: tables to show, named queries, and SQL that people write."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from geo.exceptions import InputRefused, NothingFound, WrongUsage
from queries.catalogue.catalogue import NamedQuery, bind_named, explain_older_generation, named_query, run_named
from queries.catalogue.demand_columns import name_demand
from queries.catalogue.formats import write_answer
from queries.catalogue.rows import Result, did_you_mean
from queries.store.notes import COUNTED_TABLES, left_out_tables
from queries.workspace.generations import Workspace, write_atomically

SHOWN = ("ranking", "candidates", "influence", "runs", "rejects", "sources", "designations", "problems")
FORMATS = ("table", "csv", "json", "parquet", "geojson")


def show_table(
    workspace: Path, name: str, *, npu: str | None = None, limit: int | None = None
) -> tuple[NamedQuery, Result]:
    """Return one of the tables that ``show`` knows, and the named query behind it.

    Parameters
    ----------
    workspace : Path
        Where something has been built.
    name : str
        Name of the table.
    npu : str, optional
        Code of a unit, for its rows only.
    limit : int, optional
        Most rows.

    Returns
    -------
    tuple
        The query and its rows.

    Raises
    ------
    WrongUsage
        There is no such table, or it is not kept by unit.
    NothingFound
        Nothing has been built, or there is no such unit.
    """
    if name not in SHOWN:
        raise WrongUsage(f"'{name}' is not something to show", f"{did_you_mean(name, SHOWN)}Show: {', '.join(SHOWN)}")
    query = named_query(name)
    takes = {parameter.name for parameter in query.parameters}
    if npu is not None and "npu" not in takes:
        raise WrongUsage(f"'{name}' is not kept by unit", "Leave out --npu")
    given = {"npu": npu, "limit": None if limit is None else str(limit)}
    with Workspace(workspace).open_current(spatial=query.draws) as con:
        result = run_named(
            con, name, {key: value for key, value in given.items() if value is not None and key in takes}
        )
        refuse_left_out(con, query, rows=len(result.rows))
        query = name_demand(con, query)
    return query, result if limit is None else result.head(limit)


def run_query(workspace: Path, name: str, arguments: Mapping[str, str]) -> tuple[NamedQuery, Result]:
    """Run a query of the catalogue on the current generation.

    Parameters
    ----------
    workspace : Path
        Where something has been built.
    name : str
        Name of the query.
    arguments : mapping of str to str
        Values of its parameters, as typed.

    Returns
    -------
    tuple
        The query and its rows.

    Raises
    ------
    WrongUsage
        There is no such query, or a value does not fit.
    NothingFound
        Nothing has been built, or the query reads a table that a copy for others leaves out.
    """
    query = named_query(name)
    with _open_for(workspace, query) as con:
        result = run_named(con, name, arguments)
        refuse_left_out(con, query, rows=len(result.rows))
        return name_demand(con, query), result


def write_query(workspace: Path, name: str, arguments: Mapping[str, str], *, form: str) -> bytes:
    """Run a query and return the bytes of a file.

    Parameters
    ----------
    workspace : Path
        Where something has been built.
    name : str
        Name of the query.
    arguments : mapping of str to str
        Values of its parameters, as typed.
    form : str
        csv, json, parquet or geojson.

    Returns
    -------
    bytes
        Content of the file.
    """
    query = named_query(name)
    with _open_for(workspace, query, spatial=form == "geojson") as con:
        sql, values = bind_named(con, name, arguments)
        refuse_left_out(con, query)
        with explain_older_generation(name):
            return write_answer(con, sql, values, form=form)


def refuse_left_out(con: duckdb.DuckDBPyConnection, query: NamedQuery, *, rows: int | None = None) -> None:
    """Refuse an answer that looks like a finding only because a copy for others has no such rows.

    Raises
    ------
    NothingFound
        The query counts rows of a table that was left out, or found none in one.
    """
    missing = sorted(query.tables & left_out_tables(con))
    if any(name in COUNTED_TABLES for name in missing) or (missing and rows == 0):
        raise NothingFound(
            f"What the query '{query.name}' reads, {', '.join(missing)}, is left out of a copy for others",
            "Ask the force, who has the full counts; shared_counts has those that may be shown",
        )


def _open_for(workspace: Path, query: NamedQuery, *, spatial: bool = False) -> duckdb.DuckDBPyConnection:
    """Open the current generation, with the one before it if a query compares the two."""
    held = Workspace(workspace)
    con = held.open_current(spatial=spatial or query.draws)
    if query.reads_previous:
        held.attach_previous(con)
    return con


def read_statement(text: str) -> str:
    """Return the SQL of an argument: the argument itself, or the content of the file that it names.

    Parameters
    ----------
    text : str
        SQL, or the name of a file that ends in ``.sql``.

    Returns
    -------
    str
        The SQL.

    Raises
    ------
    NothingFound
        It names a file that is not there.
    InputRefused
        The file is not text in UTF-8.
    """
    if not text.lower().endswith(".sql") or "\n" in text:
        return text
    try:
        return Path(text).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise NothingFound(f"There is no file '{text}'", "Give its path, or the statement itself in quotes") from None
    except UnicodeDecodeError:
        raise InputRefused(f"'{text}' is not text in UTF-8", "Save it as UTF-8 and run it again") from None


def choose_format(stated: str | None, *, out: Path | None, as_json: bool) -> str:
    """Choose the format of an answer: the one stated, JSON if asked, the file name's, else a table.

    Parameters
    ----------
    stated : str or None
        What ``--format`` says.
    out : Path or None
        File for the answer.
    as_json : bool
        Whether ``--json`` was given.

    Returns
    -------
    str
        csv, json, parquet, geojson or table.

    Raises
    ------
    WrongUsage
        It is not known, or does not go together with the rest.
    """
    if stated is not None and stated not in FORMATS:
        raise WrongUsage(
            f"There is no format '{stated}'", f"{did_you_mean(stated, FORMATS)}Formats: {', '.join(FORMATS)}"
        )
    ending = out.suffix.removeprefix(".") if out else ""
    chosen = stated or ("json" if as_json else ending if ending in FORMATS else "table")
    if chosen == "parquet" and out is None:
        raise WrongUsage("Parquet is not text", "Name a file with --out FILE.parquet")
    if chosen == "table" and out is not None:
        raise WrongUsage(
            f"A table is for reading, and '{out.name}' is a file", "Choose --format csv, json, parquet or geojson"
        )
    return chosen


def write_answer_file(out: Path, content: str | bytes) -> None:
    """Write an answer to a file, whole or not at all.

    Parameters
    ----------
    out : Path
        The file.
    content : str or bytes
        Text is written as UTF-8.

    Raises
    ------
    WrongUsage
        The folder does not exist.
    """
    if not out.parent.is_dir():
        raise WrongUsage(f"There is no folder '{out.parent}'", "Make it, or name another file")
    write_atomically(out, content)
