"""Run a query, and turn its rows into text, CSV or JSON."""

from __future__ import annotations

import csv
import difflib
import io
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb

from geo.exceptions import InputRefused, NothingFound, Refusal, WrongUsage
from queries.store.connection import run_bound

if TYPE_CHECKING:
    import pyarrow

_DAMAGE = re.compile(r"corrupt|checksum|serializ", re.IGNORECASE)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Result:
    """Rows of a query, with their columns.

    Attributes
    ----------
    columns : tuple of str
        Names, made distinct (``a``, ``a_2``).
    types : tuple of str
        DuckDB's type of each column.
    rows : tuple of tuple
        Plain values; geometry is WKT in its own coordinates, bytes are hexadecimal, null is None.
    """

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def head(self, count: int) -> Result:
        """The first rows only."""
        return replace(self, rows=self.rows[:count])

    def records(self) -> list[dict[str, Any]]:
        """One dictionary a row, ready for JSON: dates as 2026-11-20, values that are not numbers as null."""
        return [dict(zip(self.columns, map(_json_value, row), strict=True)) for row in self.rows]


def fetch(con: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object] | None = None) -> Result:
    """Run a query and fetch all of its rows; a fault in the SQL becomes a refusal in plain words.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.
    sql : str
        One statement that reads.
    parameters : mapping of str to object, optional
        Values to bind, by name.

    Returns
    -------
    Result
        Column names, types and all rows.

    Raises
    ------
    WrongUsage
        The SQL cannot be run.
    """
    with explained(con):
        run_bound(con, sql, parameters)
        names, types = zip(*((str(name), str(kind)) for name, kind, *_ in con.description or ()), strict=True)
        rows = con.fetchall()
    columns = [_plain(list(values), kind) for values, kind in zip(zip(*rows, strict=True), types, strict=False)]
    return Result(distinct_names(names), types, tuple(zip(*columns, strict=True)))


def result_of(table: pyarrow.Table, types: tuple[str, ...]) -> Result:
    """Convert an Arrow table to rows of plain values."""
    columns = [_plain(column.to_pylist(), kind) for column, kind in zip(table.columns, types, strict=True)]
    return Result(tuple(table.column_names), types, tuple(zip(*columns, strict=True)))


def fetch_arrow(
    con: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object] | None = None
) -> tuple[pyarrow.Table, tuple[str, ...]]:
    """Run a query and return an Arrow table, column names made distinct, with DuckDB's type of each column."""
    with explained(con):
        run_bound(con, sql, parameters)
        types = tuple(str(column[1]) for column in con.description or ())
        table = con.to_arrow_table()
    return table.rename_columns(list(distinct_names(table.column_names))), types


@contextmanager
def explained(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Turn DuckDB's faults into refusals in plain words, and its account of a Ctrl-C into one."""
    try:
        yield
    except duckdb.Error as fault:
        raise explain(con, fault) from None
    except (RuntimeError, KeyboardInterrupt) as fault:
        if not is_interrupt(fault):
            raise
        con.interrupt()  # DuckDB's threads work on without it, and closing would wait for them
        raise KeyboardInterrupt from None


def is_interrupt(fault: BaseException) -> bool:
    """Return whether an exception is a Ctrl-C, which DuckDB reports as a RuntimeError."""
    return isinstance(fault, KeyboardInterrupt) or str(fault) == "Query interrupted"


def distinct_names(names: Iterable[str]) -> tuple[str, ...]:
    """Make column names distinct by a number behind each repetition."""
    made: list[str] = []
    for name in names:
        candidate, count = name, 1
        while candidate in made:
            count += 1
            candidate = f"{name}_{count}"
        made.append(candidate)
    return tuple(made)


def explain(con: duckdb.DuckDBPyConnection, fault: duckdb.Error) -> Exception:
    """Turn DuckDB's error into a refusal; errors of the program itself stay as they are."""
    if isinstance(fault, (duckdb.InternalException, duckdb.FatalException)):
        return fault
    text = str(fault)
    if isinstance(fault, (duckdb.IOException, duckdb.SerializationException)) and _DAMAGE.search(text):
        return InputRefused(
            "The store of this generation is damaged",
            "'impact-areas rollback' makes the one before it the current one again, or build again",
        )
    message = re.sub(r"^[A-Za-z ]+ Error: ", "", text.split("\n")[0]).rstrip("!")
    missing = re.match(r"Table with name (.+?) does not exist", message)
    if missing:
        return _no_such_table(con, missing[1])
    unbound = re.match(r"Values were not provided for the following prepared statement parameters: (.+)", message)
    if unbound:
        return WrongUsage(f"The SQL leaves open what {unbound[1]} is", "Write the value itself in place of each $name")
    function = re.match(r"\w+(?: \w+)? with name (\w+) does not exist", message)
    if function:
        meant = re.search(r'Did you mean "(\w+)', text)
        nearest = f"Did you mean '{meant[1]}'? " if meant else ""
        return WrongUsage(f"There is no function '{function[1]}'", f"{nearest}DuckDB's documentation lists them")
    bindings = re.search(r"Candidate bindings: (.+)", text)
    if bindings:
        return WrongUsage(f"The SQL names something unknown: {message}", f"Nearest known: {bindings[1]}")
    if isinstance(fault, duckdb.ParserException):
        return WrongUsage(f"The SQL cannot be read: {message}{_place(text)}", "Mend it there and run it again")
    return WrongUsage(f"The SQL cannot be run: {message}{_place(text)}", "Change it and run it again")


def _no_such_table(con: duckdb.DuckDBPyConnection, name: str) -> Refusal:
    tables = [
        row[0]
        for row in con.execute(
            "SELECT DISTINCT table_name FROM duckdb_tables() WHERE database_name <> 'previous' ORDER BY 1"
        ).fetchall()
    ]
    return NothingFound(f"There is no table '{name}'", f"{did_you_mean(name, tables)}Tables: {', '.join(tables)}")


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Suggest the nearest known word, with a space behind it, or ''.

    Parameters
    ----------
    word : str
        What was typed.
    known : sequence of str
        The words that are known.

    Returns
    -------
    str
        As in "Did you mean 'ranking'? ".
    """
    nearest = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.5)
    return f"Did you mean '{nearest[0]}'? " if nearest else ""


def _place(text: str) -> str:
    """Return the line that DuckDB's message points at."""
    line = re.search(r"^LINE (\d+): ", text, flags=re.MULTILINE)
    return f", in line {line[1]}" if line else ""


def _plain(values: list[Any], kind: str) -> list[Any]:
    """Convert values to what people and CSV readers expect; most columns are so already."""
    if {bytes, Decimal}.isdisjoint(map(type, values)):
        return values
    return [_plain_value(value, kind) for value in values]


def _plain_value(value: Any, kind: str) -> Any:
    if isinstance(value, bytes):
        return _outline_text(value) if kind.startswith("GEOMETRY") else value.hex()
    if isinstance(value, Decimal):
        return int(value) if value.as_tuple().exponent == 0 else float(value)
    return value


def _outline_text(outline: bytes) -> str:
    import shapely

    return str(shapely.to_wkt(shapely.from_wkb(outline)))


def _json_value(value: Any) -> Any:
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_json_value(part) for part in value]
    if isinstance(value, dict):
        return {key: _json_value(part) for key, part in value.items()}
    return str(value)


def json_text(content: object) -> str:
    """JSON in UTF-8, two spaces deep, with a line end.

    Parameters
    ----------
    content : object
        What :mod:`json` can write.

    Returns
    -------
    str
        The text.
    """
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def csv_text(result: Result) -> str:
    """CSV with a header line.

    Text that a spreadsheet would take for a formula gets an apostrophe in front; numbers are left as they are.

    Parameters
    ----------
    result : Result
        Rows of an answer.

    Returns
    -------
    str
        Each line ends in a line feed.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(harmless(name) for name in result.columns)
    writer.writerows([_csv_value(value) for value in row] for row in result.rows)
    return stream.getvalue()


def _csv_value(value: Any) -> object:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(_json_value(value), ensure_ascii=False)
    return value


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
