"""What a workspace answers: tables to show, named queries, and SQL of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from geo.refusals import WrongUsage
from queries.generations import Workspace, write_atomically
from queries.named import NamedQuery, named_query, run_named
from queries.results import Result, admit, csv_text, did_you_mean, fetch, json_text
from queries.results_parquet import answer_parquet

SHOWN = ("ranking", "candidates", "runs", "rejects", "sources")
FORMATS = ("table", "csv", "json", "parquet")


def show_table(
    workspace: Path, name: str, *, npu: str | None = None, limit: int | None = None
) -> tuple[NamedQuery, Result]:
    """One of the tables that ``show`` knows, and the named query behind it.

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
    with Workspace(workspace).open_current() as con:
        result = run_named(
            con, name, {key: value for key, value in given.items() if value is not None and key in takes}
        )
    return query, result if limit is None else result.head(limit)


def run_query(workspace: Path, name: str, given: Mapping[str, str]) -> tuple[NamedQuery, Result]:
    """A query of the catalogue on the generation in force."""
    query = named_query(name)
    held = Workspace(workspace)
    with held.open_current() as con:
        if query.reads_previous:
            held.attach_previous(con)
        return query, run_named(con, name, given)


def run_sql(workspace: Path, sql: str) -> Result:
    """One statement that only reads, on the generation in force, with the spatial functions at hand.

    Raises
    ------
    NotAllowed
        It would change something.
    WrongUsage, NothingFound
        It cannot be read, or names what is not there.
    """
    with Workspace(workspace).open_current() as con:
        admit(con, sql)
        return fetch(con, sql)


def sql_parquet(workspace: Path, sql: str) -> bytes:
    """The same as Parquet; with outlines as GeoParquet, in their own coordinates."""
    with Workspace(workspace).open_current() as con:
        admit(con, sql)
        return answer_parquet(con, sql)


def choose_format(stated: str | None, *, out: Path | None, as_json: bool) -> str:
    """The format of an answer: the one stated, else JSON if asked, else what the file's name says, else a table.

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
        raise WrongUsage(f"A table is for reading, and '{out.name}' is a file", "Choose --format csv, json or parquet")
    return chosen


def result_text(result: Result, form: str) -> str:
    """A result as ``csv`` or ``json``."""
    return csv_text(result) if form == "csv" else json_text(result.records())


def keep_answer(out: Path, content: str | bytes) -> None:
    """Write an answer to a file, whole or not at all.

    Raises
    ------
    WrongUsage
        The folder does not exist.
    """
    if not out.parent.is_dir():
        raise WrongUsage(f"There is no folder '{out.parent}'", "Make it, or name another file")
    write_atomically(out, content)
