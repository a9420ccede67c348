"""The file that records what people decided: one JSON line an event, only ever added to.

Why a plain file of lines and not a DuckDB file: while one process writes a DuckDB file no other can open it, not even
to read; and after a full disk every later commit to it fails. A line is synced to the disk before the command says that
it is done, and readers need no lock. One command is one line, so that a decision is there whole or not at all, an
import of many designations included. It is read by every later version of anything that reads text.

A process that dies while it writes leaves at most one torn last line, of a decision that nobody had been assured was
kept. Readers pass over it; the next writer cuts it off. Each line carries a hash over itself and the line before, so
that a line changed, lost or put in is noticed. The hash tells of accidents and careless edits; it is no signature.

A file that is cut short after a whole line, emptied, deleted or replaced looks whole by itself. So the number of
decisions and the hash of the last one (the head) are kept apart from it: beside the generations, and in the manifest of
each generation; and a copy of the whole is written with each decision (see :mod:`queries.register.register_copies`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.exceptions import InputRefused, NotAllowed, NothingFound, WorkspaceBusy
from queries.register.chained_lines import ChainedLines, chain_hash, read_chain, write_line
from queries.register.register_copies import Head, RegisterCopies, replace_file

FILE_NAME = "register.jsonl"
DAMAGED = "register.damaged.jsonl"
WAIT_S = 5.0  # a write takes milliseconds: who waits longer than this waits for a process that hangs

Event = Mapping[str, Any]
Decide = Callable[[tuple[Event, ...]], Event]


@dataclass(frozen=True)
class RegisterLog:
    """The register of one workspace.

    Parameters
    ----------
    root : Path
        The workspace.
    wait_s : float
        How long a writer waits for another one.
    """

    root: Path
    wait_s: float = WAIT_S

    @property
    def path(self) -> Path:
        """File of the register; it exists from the first decision on."""
        return self.root / FILE_NAME

    def read(self) -> tuple[Event, ...]:
        """Read every event, oldest first; a torn last line was never a decision and is ignored.

        Raises
        ------
        InputRefused
            A line has been changed, lost or put in; or decisions are missing that were there before.
        """
        return self._parse()[0]

    def head(self) -> Head:
        """Return the number of decisions, and the hash of the last.

        Raises
        ------
        InputRefused
            As for :meth:`read`.
        """
        events, _, chain = self._parse()
        return Head(len(events), chain)

    def restore(self, source: Path | None = None) -> int:
        """Replace a register that is damaged or lost by a copy; the old file is kept beside it.

        Parameters
        ----------
        source : Path, optional
            The copy; the one that is written with each decision where left out.

        Returns
        -------
        int
            Decisions in it.

        Raises
        ------
        NothingFound
            There is no such copy.
        InputRefused
            The copy is damaged, too.
        """
        apart = RegisterCopies(self.root)
        copy = source or apart.copy
        if not copy.is_file():
            raise NothingFound(
                f"There is no copy of the register at '{copy}'", "Name one: impact-areas register restore FILE"
            )
        content = copy.read_bytes()
        lines = parse_lines(content, copy)
        with self._lock():
            if self.path.exists():
                replace_file(self.root / DAMAGED, self.path.read_bytes())
            replace_file(self.path, content)
            apart.save(content, Head(len(lines.events), lines.last))
        return len(lines.events)

    def append(self, decide: Decide) -> Event:
        """Add one event, on the disk when this returns.

        Parameters
        ----------
        decide : callable
            Given every event so far, gives the next one as plain values, or raises a refusal. It runs while no other
            writer can, so that what it has checked is still true when its event is written.

        Returns
        -------
        Event
            The event with its number.

        Raises
        ------
        WorkspaceBusy
            Another writer does not finish.
        NotAllowed
            The file cannot be written; it is as it was.
        """
        with self._lock():
            events, whole_bytes, chain = self._parse()
            event = {"number": len(events) + 1, **decide(events)}
            try:
                self._write(write_line(event, chain), valid_bytes=whole_bytes)
                self._save_copies(event, chain, valid_bytes=whole_bytes)
            except OSError as fault:
                raise NotAllowed(
                    f"The register '{self.path}' cannot be written: {fault.strerror}; nothing has been decided",
                    "Make room on the disk, or allow writing there, and decide again",
                ) from None
            return event

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """Exclude other writers."""
        from filelock import FileLock, Timeout  # only a writer needs it

        lock = FileLock(self.root / "register.lock")
        try:
            lock.acquire(timeout=self.wait_s)
        except Timeout:
            raise WorkspaceBusy(
                f"The register in '{self.root}' is being written by another process", "Try again in a moment"
            ) from None
        except OSError as fault:
            raise NotAllowed(
                f"The register in '{self.root}' cannot be written: {fault.strerror}; nothing has been decided",
                "Allow writing in that folder, and decide again",
            ) from None
        try:
            yield
        finally:
            lock.release()

    def _save_copies(self, event: Event, before: str, *, valid_bytes: int) -> None:
        """Write the copy and the head; a decision that cannot be copied is undone."""
        apart = RegisterCopies(self.root)
        try:
            apart.save(self.path.read_bytes(), Head(int(event["number"]), chain_hash(event, before)))
        except OSError:
            with self.path.open("r+b") as stream:
                stream.truncate(valid_bytes)
                os.fsync(stream.fileno())
            raise

    def _write(self, line: bytes, *, valid_bytes: int) -> None:
        """Write a line behind the first `valid_bytes` bytes, or leave the file as it was."""
        new = not self.path.exists()
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
        try:
            os.ftruncate(handle, valid_bytes)
            os.lseek(handle, 0, os.SEEK_END)
            missing = self._missing_line_end(handle, valid_bytes)
            try:
                _write_all(handle, missing + line)
                os.fsync(handle)
            except OSError:
                os.ftruncate(handle, valid_bytes)
                raise
        finally:
            os.close(handle)
        if new and os.name == "posix":
            folder = os.open(self.root, os.O_RDONLY)
            os.fsync(folder)  # the name of a new file is part of what must not be lost
            os.close(folder)

    @staticmethod
    def _missing_line_end(handle: int, valid_bytes: int) -> bytes:
        """Return a line end if an editor has removed the last one."""
        if valid_bytes == 0:
            return b""
        os.lseek(handle, valid_bytes - 1, os.SEEK_SET)
        return b"" if os.read(handle, 1) == b"\n" else b"\n"

    def _parse(self) -> tuple[tuple[Event, ...], int, str]:
        """Return the events, the number of bytes of whole lines, and the hash of the last."""
        expected = RegisterCopies(self.root).expect()  # before the file is read: a writer may add to both meanwhile
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            content = b""
        lines = parse_lines(content, self.path)
        events, chains = lines.events, lines.chains
        found = chains[expected.decisions - 1] if 0 < expected.decisions <= len(chains) else ""
        if expected.decisions and (len(events) < expected.decisions or found != expected.chain):
            raise _describe_loss(self.path, len(events), expected, RegisterCopies(self.root).copy)
        return events, lines.used, lines.last


def parse_lines(content: bytes, path: Path) -> ChainedLines:
    """Parse bytes of the register into events, and check each line against its hash.

    Raises
    ------
    InputRefused
        A line has been changed, lost or put in.
    """
    lines = read_chain(content)
    if lines.wrong_line:
        raise InputRefused(
            f"Line {lines.wrong_line} of '{path}' is not what was written: a line has been changed, lost or put in",
            "Put back the copy that is kept with each decision: impact-areas register restore",
        )
    return lines


def _describe_loss(path: Path, count: int, expected: Head, copy: Path) -> InputRefused:
    """Say what is missing, and how to get it back."""
    there = "is gone" if not path.exists() else f"has {count} of at least {expected.decisions} decisions"
    if path.exists() and count >= expected.decisions:
        there = f"is another one: its decision {expected.decisions} is not the one that was kept"
    whole = (
        f"'impact-areas register restore' puts back the copy in '{copy}'"
        if copy.is_file()
        else ("Put back a copy from your own backup: impact-areas register restore FILE")
    )
    return InputRefused(f"The register of decisions '{path}' {there}", whole)


def _write_all(handle: int, content: bytes) -> None:
    while content:
        content = content[os.write(handle, content) :]
