"""Two processes that answer SQL over the network: one question at a time each, ended when the time is over."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import duckdb

from geo.exceptions import WorkspaceBusy
from queries.catalogue.formats import Table
from queries.catalogue.rows import distinct_names, explain
from queries.register.log import RegisterLog
from queries.store.connection import spatial_extension
from queries.typed_sql.ask import SqlWorker
from queries.typed_sql.messages import Opening
from queries.typed_sql.open_worker import register_tables
from queries.workspace.generations import Workspace

WORKERS = 2
WAIT_S = 2.0  # for a worker; who waits longer is asked to come back
SECONDS = 5.0
MEMORY_BYTES = 2_000_000_000
MOST_ROWS, MOST_BYTES = 10_000, 5_000_000

_TABLES = """
SELECT tables.table_name, tables.comment, list(columns.column_name ORDER BY columns.column_index)
FROM duckdb_tables() AS tables JOIN duckdb_columns() AS columns USING (database_oid, table_oid)
GROUP BY ALL ORDER BY 1
"""


@dataclass(frozen=True)
class Answered:
    """Rows of a question, and whether they were cut at a limit."""

    table: Table
    cut: bool


@dataclass(frozen=True)
class _Ready:
    """A worker, and what it has open."""

    worker: SqlWorker
    state: tuple[str, str]


class SqlPool:
    """Answers questions on the current generation with the decisions as they are now.

    Parameters
    ----------
    workspace : Workspace
        Where something has been built.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._free: queue.SimpleQueue[_Ready | None] = queue.SimpleQueue()
        self._described: tuple[str, list[tuple[str, str, tuple[str, ...]]]] = ("", [])
        for _ in range(WORKERS):
            self._free.put(None)

    def warm(self) -> None:
        """Start both workers, so that the first question need not wait."""
        for _ in range(WORKERS):
            with suppress(queue.Empty):
                self._free.put(self._fresh(self._free.get_nowait()))

    def tables(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Name, meaning and columns of each table of the current generation, and of those of the register."""
        current = self._workspace.current()
        if self._described[0] != current:
            with self._workspace.open_current(spatial=False) as con:
                self._described = (
                    current,
                    [(name, said or "", tuple(columns)) for name, said, columns in con.execute(_TABLES).fetchall()],
                )
        return self._described[1]

    def ask(self, sql: str, cancelled: threading.Event) -> Answered:
        """Run one statement that only reads.

        Parameters
        ----------
        sql : str
            As typed.
        cancelled : Event
            Set by whoever does not want the answer any more: the worker is ended.

        Returns
        -------
        Answered
            At most 10,000 rows or 5 MB.

        Raises
        ------
        NotAllowed
            It would do something else than read what the build made.
        WrongUsage, NothingFound
            It cannot be run, or names what is not there.
        WorkspaceBusy
            It takes too long, or both workers are busy.
        """
        with self._worker() as ready, _watch(ready.worker, cancelled):
            try:
                rows = ready.worker.ask(sql)
            except duckdb.Error as fault:
                with self._workspace.open_current(spatial=False) as con:
                    raise explain(con, fault) from None
        return Answered(
            (rows.table.rename_columns(list(distinct_names(rows.table.column_names))), rows.types), rows.cut
        )

    def close(self) -> None:
        """End the workers that are free."""
        with suppress(queue.Empty):
            while True:
                ready = self._free.get_nowait()
                if ready:
                    ready.worker.close()

    @contextmanager
    def _worker(self) -> Iterator[_Ready]:
        try:
            held = self._free.get(timeout=WAIT_S)
        except queue.Empty:
            raise WorkspaceBusy("Other questions are being answered", "Ask again in a few seconds") from None
        try:
            held = self._fresh(held)
            yield held
        finally:
            self._free.put(held)
            if held is not None and not held.worker.runs():
                threading.Thread(target=self._start_again, daemon=True).start()

    def _start_again(self) -> None:
        """Have a worker ready in the place of one that was ended."""
        with suppress(queue.Empty):
            self._free.put(self._fresh(self._free.get_nowait()))

    def _fresh(self, ready: _Ready | None) -> _Ready:
        """The worker, or one in its place where a build or a decision has come since it was started."""
        state = self._workspace.current(), RegisterLog(self._workspace.root).head().chain
        if ready is not None and ready.state == state:
            ready.worker.start()
            return ready
        if ready is not None:
            ready.worker.close()
        with self._workspace.open_current() as con:
            tables = register_tables(con)
        worker = SqlWorker(
            Opening(
                extension=str(spatial_extension()),
                current=str(self._workspace.generations / f"{state[0]}.duckdb"),
                previous=str(self._workspace.previous_file() or ""),
                tables=tables,
                memory_bytes=MEMORY_BYTES,
                threads=1,
                seconds=SECONDS,
                most_rows=MOST_ROWS,
                most_bytes=MOST_BYTES,
            )
        )
        worker.start()
        return _Ready(worker, state)


@contextmanager
def _watch(worker: SqlWorker, cancelled: threading.Event) -> Iterator[None]:
    """End the worker when the question is not wanted any more."""
    done = threading.Event()

    def wait() -> None:
        while not done.wait(0.1):
            if cancelled.is_set():
                worker.stop()
                return

    watching = threading.Thread(target=wait, daemon=True)
    watching.start()
    try:
        yield
    finally:
        done.set()
        watching.join()
