"""The process that runs SQL that people typed: ``python -m queries.typed_sql.worker``, never called by hand.

Its parent sends what to open, then one question at a time; both are pickles, which only the parent writes. Answers go
back as JSON and Arrow: the parent reads nothing from here that could run. It imports little, to be there soon.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import duckdb
import pyarrow

from geo.exceptions import Refusal
from queries.typed_sql.admission import admit, scalar_functions
from queries.typed_sql.confine import deny_files, limit_process
from queries.typed_sql.locks import lock
from queries.typed_sql.messages import Opening, read_part, write_part

ROWS_A_TIME = 10_000
_MACHINE = ("/proc/self", "/proc/meminfo", "/sys/fs/cgroup")  # DuckDB looks at the machine when it opens
HARD_STOP_S = 3  # past the limit of a question: the system ends the process, should nobody else do it


def main() -> None:
    """Serve the parent until it closes the pipe."""
    asked = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)  # whatever a library prints must not get between the answers
    os.dup2(nothing, 2)
    opening: Opening = pickle.loads(read_part(asked))  # noqa: S301 - from the parent
    try:
        con = _open(opening)
        tables = _table_names(con)
    except BaseException as fault:
        send(answers, _describe_fault(fault))
        return
    send(answers, {"ready": True})
    while question := read_part(asked):
        sql, values = pickle.loads(question)  # noqa: S301 - from the parent
        send(answers, *_answer(con, sql, values, tables, opening))


def _open(opening: Opening) -> duckdb.DuckDBPyConnection:
    """Confine the process, open the files, lock the connection, and then deny all files."""
    sys.modules.setdefault("pandas", None)  # type: ignore[arg-type]  # DuckDB would import it, and nothing here needs it
    scalar_functions()  # read from a file while there are files
    confined = "process" in opening.layers
    if confined:
        limit_process(memory_bytes=opening.memory_bytes)
        own = [Path(path) for path in (opening.extension, opening.current, opening.previous) if path]
        python = [Path(path) for path in {sys.prefix, sys.base_prefix, *sys.path} if path]
        deny_files(readable=[Path("/")] if opening.trusted else [*own, *python, *map(Path, _MACHINE)])
    config: dict[str, Any] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    config["threads"] = opening.threads
    con = duckdb.connect(opening.current, read_only=True, config=config)
    if opening.extension:
        con.load_extension(opening.extension)
    if opening.previous:
        con.execute(f"ATTACH '{opening.previous.replace(chr(39), chr(39) * 2)}' AS previous (READ_ONLY)")
    for made in opening.tables:
        con.execute(made.sql)
        if made.rows:
            marks = ", ".join("?" for _ in made.columns)
            names = ", ".join(made.columns)
            con.executemany(f"INSERT INTO {made.name} ({names}) VALUES ({marks})", made.rows)
    con.execute("SELECT 1, now(), 'a'::VARCHAR, 1.5::DECIMAL(3, 1)").to_arrow_table()  # imports what it needs later
    if "settings" in opening.layers:
        memory = f"{opening.memory_bytes // 2_000_000}MB"
        lock(con, Path(opening.current), memory=memory, threads=opening.threads, trusted=opening.trusted)
    if confined and not opening.trusted:
        deny_files()
    return con


def _table_names(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    sql = (
        "SELECT CASE WHEN database_name = 'previous' THEN 'previous.' ELSE '' END || lower(table_name)"
        " FROM duckdb_tables()"
    )
    return frozenset(name for (name,) in con.execute(sql).fetchall())


def _answer(
    con: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, object], tables: frozenset[str], opening: Opening
) -> tuple[dict[str, Any], bytes]:
    """Run one question, interrupted at a time limit; the system ends the process if the interrupt fails."""
    clock = threading.Timer(opening.seconds, con.interrupt)
    clock.daemon = True
    clock.start()
    if hasattr(signal, "alarm"):
        signal.alarm(int(opening.seconds) + HARD_STOP_S)
    try:
        if "admission" in opening.layers:
            admit(con, sql, tables, trusted=opening.trusted)
        con.execute(sql, dict(values))
        types = [str(column[1]) for column in con.description or ()]
        rows, cut = _read(con, opening)
        return {"types": types, "cut": cut}, rows
    except duckdb.InterruptException:
        return {"late": True}, b""
    except Exception as fault:  # whatever it is, the parent tells it
        return _describe_fault(fault), b""
    finally:
        clock.cancel()
        if hasattr(signal, "alarm"):
            signal.alarm(0)


def _read(con: duckdb.DuckDBPyConnection, opening: Opening) -> tuple[bytes, bool]:
    """Return the rows as an Arrow stream, and whether they were cut."""
    reader = con.to_arrow_reader(ROWS_A_TIME)
    sink = pyarrow.BufferOutputStream()
    left, cut = opening.most_rows, False
    with pyarrow.ipc.new_stream(sink, reader.schema) as stream:
        for batch in reader:
            if left is not None and batch.num_rows > left:
                batch, cut = batch.slice(0, left), True
            if opening.most_bytes is not None and sink.tell() + batch.nbytes > opening.most_bytes:
                cut = True
                break
            stream.write_batch(batch)
            left = None if left is None else left - batch.num_rows
            if cut:
                break
    content: bytes = sink.getvalue().to_pybytes()
    return content, cut


def _describe_fault(fault: BaseException) -> dict[str, Any]:
    if isinstance(fault, Refusal):
        return {"refused": type(fault).__name__, "problem": fault.problem, "remedy": fault.remedy}
    if isinstance(fault, (MemoryError, duckdb.OutOfMemoryException)):
        return {"memory": True}
    return {"fault": type(fault).__name__, "text": str(fault)}


def send(stream: BinaryIO, message: Mapping[str, Any], rows: bytes = b"") -> None:
    """Send an answer: its description, and its rows."""
    write_part(stream, json.dumps(message).encode())
    write_part(stream, rows)
    stream.flush()


if __name__ == "__main__":
    main()
