"""Ask a worker: one question at a time, ended at a time limit, with a new worker started after that."""

from __future__ import annotations

import json
import os
import pickle
import queue
import subprocess
import sys
import threading
import weakref
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import duckdb

import geo.exceptions as exceptions
from geo.exceptions import NotAllowed, Refusal, WorkspaceBusy, WrongUsage
from queries.typed_sql.messages import Opening, read_part, write_part

if TYPE_CHECKING:
    import pyarrow

START_S = 60.0  # a machine that is busy with a build starts Python slowly
GRACE_S = 1.0  # between the interrupt inside the worker and its end
_KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TZ", "LD_LIBRARY_PATH")  # of the environment; no secrets


@dataclass(frozen=True)
class Rows:
    """Rows of an answer, DuckDB's type of each column, and whether it was cut at a limit."""

    table: pyarrow.Table
    types: tuple[str, ...]
    cut: bool = False


class SqlWorker:
    """A process that answers SQL that people typed, started when the first question comes.

    Parameters
    ----------
    opening : Opening
        What it opens, and its bounds.
    """

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[tuple[bytes, bytes]] = queue.SimpleQueue()
        self._end: weakref.finalize[Any, Any] | None = None

    def ask(self, sql: str, values: Mapping[str, object] | None = None) -> Rows:
        """Run one statement.

        Raises
        ------
        NotAllowed
            It would do something else than read what the build made.
        WrongUsage
            It is too slow, too large, or cannot be run.
        duckdb.Error
            DuckDB's own words, for :func:`queries.catalogue.rows.explain`.
        """
        try:
            process = self.start()
            _tell(process, pickle.dumps((sql, dict(values or {}))))
            said, rows = self._wait(self._opening.seconds + GRACE_S)
        except BaseException:  # a Ctrl-C among them: what runs is ended, and the next question gets a new worker
            self.close()
            raise
        if "types" not in said:
            raise self._fault(said)
        from pyarrow import ipc

        table = ipc.open_stream(rows).read_all()
        return Rows(table, tuple(map(str, said["types"])), bool(said["cut"]))

    def start(self) -> subprocess.Popen[bytes]:
        """The process, started and ready."""
        if self._process is not None and self.runs():
            return self._process
        self.close()
        self._process = process = _begin()
        self._end = weakref.finalize(self, _kill, process)
        self._answers = queue.SimpleQueue()
        reading = threading.Thread(target=_read_all, args=(process, self._answers), daemon=True)
        reading.start()
        _tell(process, pickle.dumps(self._opening))
        import_module("pyarrow.ipc")  # its answers need it, and this process has nothing else to do meanwhile
        said, _ = self._wait(START_S)
        if "ready" not in said:
            self.close()
            raise self._fault(said)
        return process

    def runs(self) -> bool:
        """Whether there is a process."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """End the process while another thread waits for its answer, which is then that it ended."""
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """End the process."""
        if self._end is not None:
            self._end()
        self._process = self._end = None

    def _wait(self, seconds: float) -> tuple[dict[str, Any], bytes]:
        try:
            head, rows = self._answers.get(timeout=seconds)
        except queue.Empty:
            self.close()
            return {"late": True}, b""
        if not head:
            self.close()
            return {"ended": True}, b""
        said: dict[str, Any] = json.loads(head)
        return said, rows

    def _fault(self, answer: Mapping[str, Any]) -> Exception:
        if "refused" in answer:
            kind = getattr(exceptions, str(answer["refused"]), NotAllowed)
            return cast(Refusal, kind(str(answer["problem"]), str(answer["remedy"])))
        if "late" in answer:
            return WorkspaceBusy(
                f"The answer took longer than {self._opening.seconds:g} seconds and was stopped",
                "Ask for less at a time, or allow more with --seconds",
            )
        if "memory" in answer or "ended" in answer:
            return WrongUsage(
                "The question needed more memory than it may use, or ended the process that ran it;"
                " nothing else is affected",
                "Ask for less at a time",
            )
        kind = getattr(duckdb, str(answer["fault"]), None)
        if kind is not None and issubclass(kind, duckdb.Error):
            if issubclass(kind, (duckdb.InternalException, duckdb.FatalException)):
                self.close()
                return WrongUsage("DuckDB cannot run this SQL, by a fault of its own", "Write it in another way")
            return cast(Exception, kind(str(answer["text"])))
        return WrongUsage(f"The SQL cannot be run: {answer['text']}", "Change it and run it again")


def _begin() -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHONDONTWRITEBYTECODE": "1",
        "MALLOC_ARENA_MAX": "2",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "queries.typed_sql.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )


def _tell(process: subprocess.Popen[bytes], content: bytes) -> None:
    stream = cast(BinaryIO, process.stdin)
    with suppress(OSError):  # it may have ended; the reader tells so
        write_part(stream, content)
        stream.flush()


def _read_all(process: subprocess.Popen[bytes], answers: queue.SimpleQueue[tuple[bytes, bytes]]) -> None:
    stream = cast(BinaryIO, process.stdout)
    with suppress(OSError, ValueError):
        while head := read_part(stream):
            answers.put((head, read_part(stream)))
    answers.put((b"", b""))


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()
