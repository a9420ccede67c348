"""What a worker and its parent send each other: what to open, and messages with their length in front."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Any, BinaryIO


@dataclass(frozen=True)
class OwnTable:
    """A temporary table: its name, the SQL that makes it, its columns and its rows."""

    name: str
    sql: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


@dataclass(frozen=True)
class Opening:
    """What a worker opens: files, tables and limits.

    Attributes
    ----------
    extension : str
        Path of the spatial extension; empty for none.
    current, previous : str
        Paths of the generations; `previous` may be empty.
    tables : tuple of OwnTable
        Temporary tables to make.
    memory_bytes, threads, seconds
        Bounds: memory of the process, threads, and time of one question.
    most_rows, most_bytes : int or None
        An answer is cut there.
    trusted : bool
        Files may be read.
    layers : frozenset of str
        Which protections to use; all of them but in a test of one of them.
    """

    extension: str
    current: str
    previous: str = ""
    tables: tuple[OwnTable, ...] = ()
    memory_bytes: int = 3_000_000_000  # of addresses: DuckDB and Arrow reserve more than they use
    threads: int = 1
    seconds: float = 5.0
    most_rows: int | None = None
    most_bytes: int | None = None
    trusted: bool = False
    layers: frozenset[str] = field(default=frozenset({"admission", "settings", "process"}))


def read_part(stream: BinaryIO) -> bytes:
    """Read one message; b'' at the end of the pipe."""
    head = stream.read(8)
    if len(head) < 8:
        return b""
    content = stream.read(struct.unpack("<Q", head)[0])
    return content if len(content) == struct.unpack("<Q", head)[0] else b""


def write_part(stream: BinaryIO, content: bytes) -> None:
    """Write one message."""
    stream.write(struct.pack("<Q", len(content)) + content)
