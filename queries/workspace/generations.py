"""Workspace of immutable generations; ``CURRENT`` names the active one.

A generation is a DuckDB file, a manifest, and a folder with its pages and exports. A build writes all of them beside
the others and then switches ``CURRENT`` in one atomic step: what is killed before leaves the old generation, what is
killed after has the new one. A decision changes none of it: the files that name decisions are written again into a
folder ``decided-<number>`` of the generation, and ``DECIDED`` is switched to it in the same way. ``site`` and
``exports`` in the workspace are copies for people, made after the switch and made again by the next command where that
was cut short; the program itself reads those of the generation.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from geo.exceptions import InputRefused, NothingFound, WorkspaceBusy
from queries.register.attach import attach_register
from queries.register.log import RegisterLog
from queries.register.register_copies import replace_file
from queries.store.connection import connect

SITE, EXPORTS, DECIDED = "site", "exports", "DECIDED"
AS_DECIDED = ("ranking.xlsx", "candidates.gpkg")  # exports of a build that name decisions and are not redrawn
MAGIC, MAGIC_AT, HEADER_BYTES = b"DUCK", 8, 12  # every file of DuckDB has its name behind a checksum


@dataclass(frozen=True)
class Workspace:
    """A folder that builds write to and everything else reads from."""

    root: Path

    @property
    def generations(self) -> Path:
        """Folder of the generations: one DuckDB file and one manifest each."""
        return self.root / "generations"

    @property
    def site(self) -> Path:
        """Folder of the pages."""
        return self.root / SITE

    @property
    def exports(self) -> Path:
        """Folder of the files for other programs."""
        return self.root / EXPORTS

    def pages_of(self, generation: str) -> Path:
        """Return the folder of a generation's pages as built; the common one if an earlier version made it."""
        own = self.generations / generation / SITE
        return own if own.is_dir() else self.site

    def decided_pages_of(self, generation: str) -> Path:
        """Return the folder of pages that decisions have changed since; it may not exist."""
        return self.generations / generation / self.decision_folder(generation) / SITE

    def decision_folder(self, generation: str) -> str:
        """Return the name of the folder with files changed by decisions; empty as built."""
        try:
            return (self.generations / generation / DECIDED).read_text(encoding="utf-8").strip()
        except OSError:
            return ""

    def publish_decided(self, files: Mapping[str, bytes]) -> None:
        """Publish the files of the current generation that decisions change, in one switch.

        Parameters
        ----------
        files : mapping of str to bytes
            Content by path in the generation's folder, as ``site/index.html``: those that differ from the build's.

        Raises
        ------
        WorkspaceBusy
            A build is under way.
        """
        with self.hold():
            generation = self.current()
            folder, before = self.generations / generation, self.decision_folder(generation)
            name = f"decided-{int(before.rpartition('-')[2] or 0) + 1}"
            partial = folder / f"{name}.new"
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir(parents=True)
            for path, content in files.items():
                (partial / path).parent.mkdir(exist_ok=True)
                (partial / path).write_bytes(content)
            shutil.rmtree(folder / name, ignore_errors=True)
            partial.replace(folder / name)
            write_atomically(folder / DECIDED, f"{name}\n")  # the switch
            self._mirror_changes(generation, before)
            if before:
                shutil.rmtree(folder / before, ignore_errors=True)

    @property
    def _prepared(self) -> Path:
        return self.generations / "building"

    @property
    def _mirrored(self) -> Path:
        return self.generations / "MIRRORED"

    @property
    def _staging_file(self) -> Path:
        return self.generations / "building.duckdb.tmp"

    @property
    def _current(self) -> Path:
        return self.generations / "CURRENT"

    def current(self) -> str:
        """Return the name of the current generation.

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
        """Return the DuckDB file of the current generation."""
        return self.generations / f"{self.current()}.duckdb"

    def manifest(self) -> dict[str, Any]:
        """Return what the current generation was made from."""
        text = (self.generations / f"{self.current()}.json").read_text(encoding="utf-8")
        found: dict[str, Any] = json.loads(text)
        return found

    def open_current(
        self, *, today: date | None = None, spatial: bool = True, register: bool = True
    ) -> duckdb.DuckDBPyConnection:
        """Open the current generation for reading only, with people's decisions attached as tables.

        Any number of readers may use it while the next is built. Review dates are compared with `today`; the day of the
        run where left out. Without `spatial` it opens sooner, for questions that use no outline; without `register`,
        for those that use no decision.
        """
        path = self.current_file()
        self.check_quickly(path)
        self.mend()
        try:
            con = connect(path, read_only=True, spatial=spatial)
        except duckdb.IOException as fault:
            raise _why_not_opened(path, fault) or self._damage_remedy(path, "it cannot be opened") from None
        except duckdb.Error:
            raise self._damage_remedy(path, "it cannot be opened") from None
        try:
            if register:
                attach_register(con, self.root, today=today)
        except BaseException:
            con.close()
            raise
        return con

    def check_quickly(self, path: Path) -> None:
        """Check that a generation's file has the size in its manifest, and begins as a DuckDB file.

        Raises
        ------
        NothingFound
            It is not there.
        InputRefused
            It is damaged.
        """
        if not path.exists():
            raise NothingFound(
                f"CURRENT names '{path.name}', which is not in '{self.generations}'",
                "Build again; nothing else is lost",
            )
        with path.open("rb") as stream:
            magic = stream.read(HEADER_BYTES)[MAGIC_AT:]
        if magic != MAGIC:
            raise self._damage_remedy(path, "it does not begin as a store of DuckDB")
        stated, found = self._manifest_of(path).get("size_bytes"), path.stat().st_size
        if stated is not None and stated != found:
            raise self._damage_remedy(path, f"it has {found:,} bytes, and {stated:,} were written")

    def check_fully(self, path: Path) -> bool:
        """Read a whole generation and check it against the hash in its manifest; return whether there is one.

        Raises
        ------
        NothingFound, InputRefused
            As for :meth:`check_quickly`.
        """
        self.check_quickly(path)
        stated = self._manifest_of(path).get("sha256")
        if stated is not None and stated != file_hash(path):
            raise self._damage_remedy(path, "its content is not what was written")
        return stated is not None

    def _manifest_of(self, path: Path) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError:
            raise self._damage_remedy(path, "its manifest cannot be read") from None
        return found

    def _damage_remedy(self, path: Path, how: str) -> InputRefused:
        """Say what to do about a damaged generation: the latest other whole one, or a new build."""
        others = sorted(self.generations.glob("generation-*.duckdb"), reverse=True)
        earlier = next((one for one in others if one.name < path.name), None)
        remedy = "Build again; decisions are kept in a file of their own"
        if earlier is not None:
            remedy = f"'impact-areas rollback' makes '{earlier.stem}' the current one again, or build again"
        return InputRefused(f"The generation '{path.stem}' is damaged: {how}", remedy)

    def roll_back(self) -> str:
        """Make the latest whole generation before the current one the current one.

        Returns
        -------
        str
            Its name.

        Raises
        ------
        NothingFound
            There is none.
        WorkspaceBusy
            A build is under way.
        """
        with self.hold():
            current = self.current()
            for path in sorted(self.generations.glob("generation-*.duckdb"), reverse=True):
                if path.stem >= current:
                    continue
                try:
                    self.check_fully(path)
                except InputRefused:
                    continue
                write_atomically(self._current, f"{path.stem}\n")
                self._mirror(path.stem)
                return path.stem
        raise NothingFound(f"There is no whole generation before '{current}'", "Build again")

    def mend(self) -> None:
        """Copy the current generation's pages and exports again, after a build or rollback was killed."""
        try:
            current = self.current()
            mirrored = self._mirrored.read_text(encoding="utf-8").strip() if self._mirrored.exists() else ""
        except (NothingFound, OSError):
            return  # nothing is published
        if mirrored == self._state(current) or not (self.generations / current).is_dir():
            return
        with suppress(WorkspaceBusy, OSError), self.hold():
            self._mirror(self.current())

    def _mirror(self, generation: str) -> None:
        """Copy a generation's pages and exports to the public folders, each folder whole or as it was."""
        for folder in (self.site, self.exports):
            own = self.generations / generation / folder.name
            if own.is_dir():
                partial = folder.with_name(f"{folder.name}.new")
                shutil.rmtree(partial, ignore_errors=True)
                changed = self.generations / generation / self.decision_folder(generation) / folder.name
                redrawn = bool(self.decision_folder(generation)) and changed.is_dir()
                shutil.copytree(own, partial, ignore=shutil.ignore_patterns(*AS_DECIDED) if redrawn else None)
                if redrawn:
                    shutil.copytree(changed, partial, dirs_exist_ok=True)
                shutil.rmtree(folder, ignore_errors=True)
                partial.replace(folder)
        write_atomically(self._mirrored, f"{self._state(generation)}\n")

    def _mirror_changes(self, generation: str, before: str) -> None:
        """Copy only the files that decisions change now or changed before, each whole or as it was."""
        own = self.generations / generation
        now = own / self.decision_folder(generation)
        folders = [now, *([own / before] if before else [])]
        for name in sorted({str(path.relative_to(folder)) for folder in folders for path in folder.glob("*/*")}):
            shown = self.root / name
            if shown.parent.is_dir():
                source = now / name if (now / name).exists() else own / name
                write_atomically(shown, source.read_bytes())
        write_atomically(self._mirrored, f"{self._state(generation)}\n")

    def _state(self, generation: str) -> str:
        """Return what the public copies were made from: the generation, and what decisions changed in it."""
        return f"{generation} {self.decision_folder(generation)}".strip()

    def _remove_leftovers(self) -> None:
        """Remove what a killed build has left: nothing of it was ever current."""
        self._staging_file.unlink(missing_ok=True)
        self._staging_file.with_name(f"{self._staging_file.name}.wal").unlink(missing_ok=True)
        shutil.rmtree(self._prepared, ignore_errors=True)
        for folder in self.generations.glob("generation-*/"):
            if not folder.with_suffix(".duckdb").exists():
                shutil.rmtree(folder, ignore_errors=True)

    def previous_file(self) -> Path | None:
        """Return the DuckDB file of the generation before the current one, if it was kept."""
        current = self.current_file()
        earlier = [path for path in self.generations.glob("generation-*.duckdb") if path.name < current.name]
        return max(earlier, default=None)

    def attach_previous(self, con: duckdb.DuckDBPyConnection) -> bool:
        """Attach the generation before as ``previous``; return whether there is one."""
        earlier = self.previous_file()
        if earlier is not None:
            name = str(earlier).replace("'", "''")
            con.execute(f"ATTACH '{name}' AS previous (READ_ONLY)")
        return earlier is not None

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Reserve the workspace for one build.

        Raises
        ------
        WorkspaceBusy
            Another build is using it.
        """
        from filelock import FileLock, Timeout  # only a build needs it

        self.generations.mkdir(parents=True, exist_ok=True)
        holder = self.generations / "BUILDING"
        lock = FileLock(self.generations / ".lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            who = holder.read_text(encoding="utf-8").strip() if holder.exists() else "another process"
            raise WorkspaceBusy(
                f"'{self.root}' is in use by {who}",
                "Wait until that has finished, or build into another folder with --out",
            ) from None
        try:
            holder.write_text(f"process {os.getpid()}\n", encoding="utf-8")
            self._remove_leftovers()
            yield
        finally:
            holder.unlink(missing_ok=True)
            lock.release()

    @contextmanager
    def staging(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the file of the next generation for writing; a block that fails removes it and changes nothing else."""
        self._staging_file.unlink(missing_ok=True)
        con = connect(self._staging_file)
        try:
            yield con
            con.execute("CHECKPOINT")
        except BaseException:
            con.interrupt()  # close() waits for a query that is still at work
            con.close()
            self._remove_leftovers()
            raise
        con.close()

    def fresh(self, folder: Path) -> Path:
        """Return an empty folder in which the next pages or exports are prepared for :meth:`publish`."""
        prepared = self._prepared / folder.name
        shutil.rmtree(prepared, ignore_errors=True)
        prepared.mkdir(parents=True)
        return prepared

    def publish(self, name: str, manifest: Mapping[str, object]) -> None:
        """Name what was staged, and make it current with its pages and exports."""
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
        if self._prepared.exists():
            folder = self.generations / name
            shutil.rmtree(folder, ignore_errors=True)
            self._prepared.replace(folder)
        staged.replace(self.generations / f"{name}.duckdb")
        write_atomically(self.generations / f"{name}.json", json.dumps(whole, indent=2, ensure_ascii=False) + "\n")
        write_atomically(self._current, f"{name}\n")  # the switch
        self._mirror(name)


def _why_not_opened(path: Path, fault: duckdb.IOException) -> WorkspaceBusy | None:
    """Turn a lock into a refusal that names its owner; None for any other error."""
    holder = re.search(r"(?:held|open) in\s+(.+?\(PID \d+\))", str(fault))
    if not holder and "lock on file" not in str(fault):
        return None
    who = holder[1] if holder else "another program"
    return WorkspaceBusy(
        f"'{path.name}' is open for writing in {who}, so nobody else can read it",
        "Close it there, or open it there read-only; for DBeaver, pandas and the like open exports/snapshot.duckdb",
    )


def generation_name(built_at: datetime, fingerprint: str) -> str:
    """Name a generation: when (UTC), and a short hash of all inputs.

    Parameters
    ----------
    built_at : datetime
        Moment of the build, UTC.
    fingerprint : str
        Hash of the configuration and of every file.

    Returns
    -------
    str
        Such as ``generation-20261120T090000Z-0123abcd``.
    """
    return f"generation-{built_at:%Y%m%dT%H%M%SZ}-{fingerprint[:8]}"


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file.

    Parameters
    ----------
    path : Path
        The file, read in parts.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part.

    Parameters
    ----------
    path : Path
        The file; its folder must be there.
    content : str or bytes
        Text is written as UTF-8.
    """
    replace_file(path, content.encode("utf-8") if isinstance(content, str) else content)


def _sync(path: Path) -> None:
    """Flush a file to the disk (a folder too, if the system allows it)."""
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
