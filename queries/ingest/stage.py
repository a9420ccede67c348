"""Read files of incidents and counts in parallel, and stage them in DuckDB in large batches.

Decompressing, checking and parsing happen in Python threads (they release the interpreter's lock for most of it); what
the cells mean is decided in SQL, ``queries/ingest/stage_*.sql``.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from types import ModuleType

import duckdb
import numpy as np
import pyarrow as pa

from geo.exceptions import InputRefused, Refusal, SeveralRefused, raise_together
from queries.files.csv_tables import ColumnMissing
from queries.files.open_files import SourceFile, match_files, open_files
from queries.loaders.incidents import area_counts, call_logs, police_uk_api, police_uk_csv
from queries.loaders.incidents.raw_rows import RawRows, Shape
from queries.loaders.incidents.settle_forms import settle_forms
from queries.loaders.tables.messages import name_some

# Each loader is a module with KIND, MEMBERS (what it reads of an archive) and read(file) -> RawRows.
LOADERS: Mapping[str, ModuleType] = {
    loader.KIND: loader for loader in (police_uk_csv, police_uk_api, area_counts, call_logs)
}
ROWS_PER_LOT = 50_000
FILES_AHEAD = 2
LEAST_MISSING = 2  # a file that lacks so many columns is of another kind
PUBLISHED_NAME = re.compile(r"\d{4}-\d{2}-[a-z-]+-street\.csv")


@dataclass
class StagedFile:
    """A staged file, and what was noticed about it."""

    source_id: int
    kind: str
    file_name: str
    sha256: str
    size_bytes: int
    rows_read: int = 0
    headings: Mapping[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@cache
def ingest_sql(name: str) -> str:
    """Return the text of one query in ``queries/ingest``."""
    return (resources.files("queries") / "ingest" / f"{name}.sql").read_text(encoding="utf-8")


def stage_files(
    con: duckdb.DuckDBPyConnection,
    sources: Sequence[tuple[str, Sequence[str]]],
    *,
    base: Path,
    first_id: int,
    today: date,
    call_grades: Mapping[str, str],
    on_progress: Callable[[str], None],
) -> list[StagedFile]:
    """Read every file of every source into ``staged_incidents``, ``staged_counts`` and ``unreadable_rows``.

    Parameters
    ----------
    con : DuckDBPyConnection
        Gets the temporary tables.
    sources : sequence of (kind, patterns)
        What to read, and as what.
    base : Path
        Where relative names start.
    first_id : int
        Number of the first file.
    today : date
        Months after this one lie in the future.
    call_grades : mapping of str to str
        What each grade of a call log is called there = P1 to P9.
    on_progress : callable
        Called with each file's name once it has been read.

    Raises
    ------
    InputRefused
        Files cannot be read. All are reported together.
    """
    con.execute(ingest_sql("create_staging"))
    lots: dict[Shape, _Batch] = {shape: _Batch(con, shape, today) for shape in ("incidents", "counts")}
    staged: list[StagedFile] = []
    faults: list[Refusal] = []
    by_content: dict[bytes, str] = {}
    by_published_name: dict[str, str] = {}
    for read in _read_ahead(sources, base=base, call_grades=call_grades):
        faults += read.faults
        if read.file is None or read.rows is None:
            if read.notes and staged:
                staged[-1].notes += read.notes
            continue
        file = StagedFile(first_id + len(staged), read.kind, read.file.name, read.file.sha256, read.file.size_bytes)
        staged.append(file)
        on_progress(file.file_name)
        if read.content in by_content:
            file.notes.append(f"the same content as '{by_content[read.content]}': not counted again")
            continue
        by_content[read.content] = file.file_name
        faults += _check_published_once(file.file_name, by_published_name)
        file.rows_read, file.headings = read.rows.row_count, read.rows.headings
        file.notes += read.notes
        if read.rows.cleaned_rows:
            file.notes.append(f"control or zero-width characters removed from {read.rows.cleaned_rows:,} rows")
        lots[read.rows.shape].add(file.source_id, read.rows)
    raise_together(faults)
    for lot in lots.values():
        lot.flush()
    return staged


@dataclass(frozen=True)
class _ParsedFile:
    """One file's rows; or, if there is no file, why not."""

    kind: str
    file: SourceFile | None = None
    content: bytes = b""
    rows: RawRows | None = None
    faults: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()


def _read_ahead(
    sources: Sequence[tuple[str, Sequence[str]]], *, base: Path, call_grades: Mapping[str, str]
) -> Iterator[_ParsedFile]:
    """Read the files in order, a few ahead of the one being staged."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        waiting: deque[Future[_ParsedFile]] = deque()
        for kind, patterns in sources:
            for opened in _open(kind, patterns, base=base):
                waiting.append(pool.submit(_read, opened, call_grades))
                if len(waiting) > FILES_AHEAD:
                    yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _open(kind: str, patterns: Sequence[str], *, base: Path) -> Iterator[_ParsedFile]:
    """Open each file separately, so that one that cannot be opened does not hide faults of the next."""
    members = LOADERS[kind].MEMBERS
    clutter: list[str] = []
    try:
        names = match_files(patterns, base=base, on_skipped=clutter.append)
    except InputRefused as fault:
        yield _ParsedFile(kind, faults=_each(fault))
        return
    for name in names:
        skipped: list[str] = []
        opened = 0
        try:
            for file in open_files([name], base=base, members=members, on_skipped=skipped.append):
                opened += 1
                yield _ParsedFile(kind, file)
            if not opened:
                raise InputRefused(f"'{name}' has no member named '{members}'", "Point at an archive of this kind")
        except InputRefused as fault:
            yield _ParsedFile(kind, faults=(fault,))
        if skipped:
            yield _ParsedFile(kind, notes=(f"'{name}': not read: {name_some(m.partition('!')[2] for m in skipped)}",))
    if clutter:
        yield _ParsedFile(kind, notes=(f"passed over, because other programs left it there: {name_some(clutter)}",))


def _read(opened: _ParsedFile, call_grades: Mapping[str, str]) -> _ParsedFile:
    """Parse one file; runs in a thread."""
    if opened.file is None:
        return opened
    try:
        rows, notes = settle_forms(LOADERS[opened.kind].read(opened.file), file=opened.file.name)
        if opened.kind == call_logs.KIND:
            rows = call_logs.name_grades(rows, call_grades)
    except InputRefused as fault:
        return _ParsedFile(opened.kind, faults=_of_another_kind(opened.file.name, opened.kind, _each(fault)))
    kept = SourceFile(opened.file.name, b"", opened.file.sha256, opened.file.size_bytes)  # lets go of the content
    return _ParsedFile(opened.kind, kept, hashlib.blake2b(opened.file.data, digest_size=20).digest(), rows, notes=notes)


def _each(fault: Refusal) -> tuple[Refusal, ...]:
    return fault.refusals if isinstance(fault, SeveralRefused) else (fault,)


def _of_another_kind(name: str, kind: str, faults: tuple[Refusal, ...]) -> tuple[Refusal, ...]:
    """Report one fault if a file lacks several columns: a pattern matched a file of another kind."""
    missing = [fault for fault in faults if isinstance(fault, ColumnMissing)]
    if len(missing) < LEAST_MISSING:
        return faults
    columns = name_some((fault.problem.split("'")[3].join("''") for fault in missing), at_most=3)
    told = InputRefused(
        f"'{name}' is not of the kind {kind}: it has no column {columns}",
        f"Leave '{name}' out of [[incidents]], or correct its headings",
    )
    return (told, *(fault for fault in faults if fault not in missing))


def _check_published_once(name: str, seen: dict[str, str]) -> list[Refusal]:
    """Refuse a month of a force in two editions: rows without an id would count twice, unnoticed."""
    published = re.split(r"[/!]", name)[-1].removesuffix(".gz")
    if not PUBLISHED_NAME.fullmatch(published):
        return []
    if published in seen:
        return [
            InputRefused(
                f"'{name}' and '{seen[published]}' are two editions of one month",
                f"Leave out the older of them: '{name}' or '{seen[published]}'",
            )
        ]
    seen[published] = name
    return []


class _Batch:
    """Rows of one shape, collected until they are enough for a query."""

    def __init__(self, con: duckdb.DuckDBPyConnection, shape: Shape, today: date) -> None:
        self._con, self._shape, self._today = con, shape, today
        self._tables: list[pa.Table] = []
        self._rows = 0

    def add(self, source_id: int, rows: RawRows) -> None:
        """Take one file's rows."""
        number = pa.array(np.full(rows.cells.num_rows, source_id, dtype=np.int32))
        self._tables.append(rows.cells.append_column("source_id", number))
        self._rows += rows.cells.num_rows
        if rows.rejects:
            self._con.executemany(
                "INSERT INTO unreadable_rows VALUES (?, ?, ?, ?)",
                [[source_id, reject.row_number, reject.column_name, reject.reason] for reject in rows.rejects],
            )
        if self._rows >= ROWS_PER_LOT:
            self.flush()

    def flush(self) -> None:
        """Stage the rows collected."""
        if not self._tables:
            return
        self._con.register("raw_rows", pa.concat_tables(self._tables))
        try:
            self._con.execute(ingest_sql(f"stage_{self._shape}"), {"today": self._today})
        finally:
            self._con.unregister("raw_rows")
        self._tables, self._rows = [], 0
