"""The log of who asked for what: one line a request, each with a hash over the line before, a file a month.

An entry names the person, the role, the kind of request, the page or collection where there is one, and the status of
the answer; never a query, and never content. The number of entries and the hash of the last (the head) are kept apart,
so that lines lost at the end are noticed, too. Lines are synced to the disk once a second: a machine that loses power
may lose the last second.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from geo.exceptions import InputRefused, WorkspaceBusy
from queries.register.chained_lines import ChainedLines, chain_hash, read_chain, write_line
from queries.register.register_copies import replace_file

SYNC_S = 1.0


@dataclass(frozen=True)
class Head:
    """How many entries there are, and the hash of the last."""

    count: int
    chain: str


class AuditLog:
    """Adds to the log of one workspace; one process at a time.

    Parameters
    ----------
    root : Path
        The workspace.

    Raises
    ------
    WorkspaceBusy
        Another service writes it.
    InputRefused
        It is not whole.
    """

    def __init__(self, root: Path) -> None:
        self._folder = root / "access"
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = FileLock(self._folder / "audit.lock")
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise WorkspaceBusy(
                f"Another service writes the audit log in '{self._folder}'", "End it, or serve another workspace"
            ) from None
        self._head = verify_audit(root)
        self._file: int | None = None
        self._month = ""
        self._synced_at = 0.0

    def add(self, entry: Mapping[str, Any], at: datetime) -> None:
        """Write one entry.

        Parameters
        ----------
        entry : mapping
            Plain values.
        at : datetime
            When, UTC.

        Raises
        ------
        OSError
            It cannot be written: whatever was asked must not be answered.
        """
        event = {"number": self._head.count + 1, "at": at.isoformat(), **entry}
        line = write_line(event, self._head.chain)
        handle = self._open(f"{at:%Y-%m}")
        begun = os.fstat(handle).st_size
        try:
            if os.write(handle, line) != len(line):
                raise OSError("the disk took a part of the line")
        except OSError:
            os.ftruncate(handle, begun)
            raise
        self._head = Head(self._head.count + 1, chain_hash(event, self._head.chain))
        if time.monotonic() - self._synced_at >= SYNC_S:
            self._sync(handle)

    def close(self) -> None:
        """Sync, and let another process write."""
        if self._file is not None:
            self._sync(self._file)
            os.close(self._file)
            self._file = None
        self._lock.release()

    def _open(self, month: str) -> int:
        if self._file is None or month != self._month:
            if self._file is not None:
                self._sync(self._file)
                os.close(self._file)
                self._file = None
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
            path = self._folder / f"audit-{month}.jsonl"
            _cut_torn_line(path)
            self._file, self._month = os.open(path, flags, 0o600), month
        return self._file

    def _sync(self, handle: int) -> None:
        os.fsync(handle)
        said = {"count": self._head.count, "chain": self._head.chain}
        replace_file(self._folder / "audit.head", (json.dumps(said) + "\n").encode())
        self._synced_at = time.monotonic()


def verify_audit(root: Path) -> Head:
    """Read the whole log and check every entry against its hash, and the last against what is kept apart.

    Parameters
    ----------
    root : Path
        The workspace.

    Returns
    -------
    Head
        How many entries there are.

    Raises
    ------
    InputRefused
        An entry was changed, lost or put in.
    """
    head, chains = Head(0, ""), [""]
    for path, lines in _read_files(root):
        if lines.wrong_line:
            raise InputRefused(
                f"Line {lines.wrong_line} of '{path}' is not what was written: an entry was changed, lost or put in",
                "Keep the file as evidence, and put back a copy from your backup",
            )
        chains += lines.chains
        head = Head(head.count + len(lines.events), chains[-1])
    kept = _kept_apart(root)
    if kept.count and (head.count < kept.count or chains[kept.count] != kept.chain):
        raise InputRefused(
            f"The audit log in '{root / 'access'}' has {head.count} entries, and at least {kept.count} were written",
            "Keep the files as evidence, and put back a copy from your backup",
        )
    return head


def read_audit(root: Path, *, last: int) -> list[dict[str, Any]]:
    """The latest entries, oldest first, without holding them against their hashes.

    Parameters
    ----------
    root : Path
        The workspace.
    last : int
        How many.

    Returns
    -------
    list of dict
        ``number``, ``at``, ``who``, ``role``, ``kind``, ``what``, ``status``.
    """
    events = [event for _, lines in _read_files(root) for event in lines.events]
    return events[-last:]


def _read_files(root: Path) -> list[tuple[Path, ChainedLines]]:
    found, chain, count = [], "", 0
    for path in sorted((root / "access").glob("audit-*.jsonl")):
        lines = read_chain(path.read_bytes(), after=chain, count=count)
        found.append((path, lines))
        chain, count = lines.last or chain, count + len(lines.events)
    return found


def _kept_apart(root: Path) -> Head:
    with suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads((root / "access" / "audit.head").read_text(encoding="utf-8"))
        return Head(int(said["count"]), str(said["chain"]))
    return Head(0, "")


def _cut_torn_line(path: Path) -> None:
    """Remove what a process left behind that died while it wrote."""
    if not path.exists():
        return
    content = path.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole != len(content):
        os.truncate(path, whole)
