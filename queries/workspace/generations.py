"""A workspace: generations that are never changed once made; ``CURRENT`` names the active one.

A build writes a file of its own, closes and syncs it, gives it its name, and only then switches ``CURRENT`` in one
atomic step. Whatever fails before that leaves the current generation as it was.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
from filelock import FileLock, Timeout

from geo.exceptions import NothingFound, WorkspaceBusy
from queries.register.attach import attach_register
from queries.register.kept_apart import write_whole
from queries.register.log import RegisterLog
from queries.store.connection import connect


@dataclass(frozen=True)
class Workspace:
    """A folder that builds write to and everything else reads from."""

    root: Path

    @property
    def generations(self) -> Path:
        """The generations: one DuckDB file and one manifest each."""
        return self.root / "generations"

    @property
    def site(self) -> Path:
        """The pages."""
        return self.root / "site"

    @property
    def exports(self) -> Path:
        """The files for other programs."""
        return self.root / "exports"

    @property
    def _staging_file(self) -> Path:
        return self.generations / "building.duckdb.tmp"

    @property
    def _current(self) -> Path:
        return self.generations / "CURRENT"

    def current(self) -> str:
        """Name of the current generation.

        Raises
        ------
        NothingFound
            Nothing has been built here yet.
        """
        try:
            return self._current.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise NothingFound(
                f"Nothing has been built in '{self.root}'",
                "Run 'impact-areas build CONFIG --out DIR' first, or name the workspace with -w DIR",
            ) from None

    def current_file(self) -> Path:
        """The DuckDB file of the current generation."""
        return self.generations / f"{self.current()}.duckdb"

    def manifest(self) -> dict[str, Any]:
        """What the current generation was made from."""
        text = (self.generations / f"{self.current()}.json").read_text(encoding="utf-8")
        found: dict[str, Any] = json.loads(text)
        return found

    def open_current(self, *, today: date | None = None, spatial: bool = True) -> duckdb.DuckDBPyConnection:
        """The current generation, for reading only, with what people decided attached as tables.

        Any number of readers may hold it while the next is built. Review dates are held against `today`; the day of the
        run where left out. Without `spatial` it opens sooner, for questions that use no outline.
        """
        path = self.current_file()
        if not path.exists():
            raise NothingFound(
                f"CURRENT names '{path.name}', which is not in '{self.generations}'",
                "Build again; nothing else is lost",
            )
        try:
            con = connect(path, read_only=True, spatial=spatial)
        except duckdb.IOException as fault:
            raise _why_not_opened(path, fault) from None
        try:
            attach_register(con, self.root, today=today)
        except BaseException:
            con.close()
            raise
        return con

    def previous_file(self) -> Path | None:
        """The DuckDB file of the generation made before the current one, if it was kept."""
        current = self.current_file()
        earlier = [path for path in self.generations.glob("generation-*.duckdb") if path.name < current.name]
        return max(earlier, default=None)

    def attach_previous(self, con: duckdb.DuckDBPyConnection) -> bool:
        """Let queries read the generation before as ``previous``; says whether there is one."""
        earlier = self.previous_file()
        if earlier is not None:
            name = str(earlier).replace("'", "''")
            con.execute(f"ATTACH '{name}' AS previous (READ_ONLY)")
        return earlier is not None

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Hold the workspace for one build.

        Raises
        ------
        WorkspaceBusy
            Another build holds it.
        """
        self.generations.mkdir(parents=True, exist_ok=True)
        holder = self.generations / "BUILDING"
        lock = FileLock(self.generations / ".lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            who = holder.read_text(encoding="utf-8").strip() if holder.exists() else "another process"
            raise WorkspaceBusy(
                f"'{self.root}' is held by {who}", "Wait until it has finished, or build into another folder with --out"
            ) from None
        try:
            holder.write_text(f"process {os.getpid()}\n", encoding="utf-8")
            yield
        finally:
            holder.unlink(missing_ok=True)
            lock.release()

    @contextmanager
    def staging(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The file of the next generation, open for writing; a block that fails removes it and changes nothing else."""
        self._staging_file.unlink(missing_ok=True)
        con = connect(self._staging_file)
        try:
            yield con
            con.execute("CHECKPOINT")
        except BaseException:
            con.interrupt()  # close() waits for a query that is still at work
            con.close()
            self._staging_file.unlink(missing_ok=True)
            self._staging_file.with_name(f"{self._staging_file.name}.wal").unlink(missing_ok=True)
            raise
        con.close()

    def fresh(self, folder: Path) -> Path:
        """An empty folder in which the next pages or exports are prepared; :meth:`publish` makes it current."""
        prepared = _prepared(folder)
        shutil.rmtree(prepared, ignore_errors=True)
        prepared.mkdir(parents=True)
        return prepared

    def publish(self, name: str, manifest: Mapping[str, object]) -> None:
        """Give what was staged its name, and make it current with its pages and exports."""
        staged = self._staging_file
        _sync(staged)
        decided = RegisterLog(self.root).head()
        register = {"decisions": decided.decisions, "chain": decided.chain}
        whole = {
            "generation": name,
            **manifest,
            "register": register,
            "sha256": file_hash(staged),
            "size_bytes": staged.stat().st_size,
        }
        write_atomically(self.generations / f"{name}.json", json.dumps(whole, indent=2, ensure_ascii=False) + "\n")
        staged.replace(self.generations / f"{name}.duckdb")
        write_atomically(self._current, f"{name}\n")
        for folder in (self.site, self.exports):
            if _prepared(folder).exists():
                shutil.rmtree(folder, ignore_errors=True)
                _prepared(folder).replace(folder)


def _why_not_opened(path: Path, fault: duckdb.IOException) -> Exception:
    """A lock as a refusal that names its holder; anything else stays what it is."""
    holder = re.search(r"(?:held|open) in\s+(.+?\(PID \d+\))", str(fault))
    if not holder and "lock on file" not in str(fault):
        return fault
    who = holder[1] if holder else "another program"
    return WorkspaceBusy(
        f"'{path.name}' is open for writing in {who}, so nobody else can read it",
        "Close it there, or open it there read-only; for DBeaver, pandas and the like open exports/snapshot.duckdb",
    )


def _prepared(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.new")


def generation_name(built_at: datetime, fingerprint: str) -> str:
    """Name of a generation: when (UTC), and a short hash of everything that went in."""
    return f"generation-{built_at:%Y%m%dT%H%M%SZ}-{fingerprint[:8]}"


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part."""
    write_whole(path, content.encode("utf-8") if isinstance(content, str) else content)


def _sync(path: Path) -> None:
    """Have the disk hold what was written (a folder too, where the system allows it)."""
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
