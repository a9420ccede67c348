"""Decide which generations of a workspace stay, and remove the others."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from queries.workspace.generations import Workspace

LATEST = 3  # the current one, and two to go back to


@dataclass(frozen=True)
class Removed:
    """Generations removed, and bytes freed.

    Attributes
    ----------
    generations : tuple of str
        Names, oldest first.
    size_bytes : int
        Bytes of their files.
    """

    generations: tuple[str, ...]
    size_bytes: int


def retire_generations(workspace: Workspace, *, months: int) -> Removed:
    """Remove the generations that nothing needs any more, after a build.

    The latest three stay, and so does the current one where somebody went back to it. Of earlier ones, the latest build
    of each last month stays while the exit rule of designations looks at it.

    Parameters
    ----------
    workspace : Workspace
        Reserved by the caller.
    months : int
        How many builds with different last months the exit rule looks at, the current one among them.

    Returns
    -------
    Removed
        What was removed.
    """
    names = _names(workspace)
    latest_of = {
        _last_month(workspace, name): name for name in names
    }  # the later build of a month replaces the earlier
    needed = [latest_of[month] for month in sorted(latest_of)[-months:]]
    return _remove(workspace, set(names) - {*names[-LATEST:], *needed, workspace.current()})


def purge_generations(workspace: Workspace) -> Removed:
    """Remove every generation but the current one, with all incident rows that only they have.

    Parameters
    ----------
    workspace : Workspace
        Where something has been built.

    Returns
    -------
    Removed
        What was removed.

    Raises
    ------
    NothingFound
        Nothing has been built.
    WorkspaceBusy
        A build is under way.
    """
    with workspace.hold():
        return _remove(workspace, set(_names(workspace)) - {workspace.current()})


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of all files in a folder; 0 if there is none."""
    if path.is_dir():
        return sum(one.stat().st_size for one in path.rglob("*") if one.is_file())
    return path.stat().st_size if path.exists() else 0


def _names(workspace: Workspace) -> list[str]:
    """List the generations, oldest first."""
    return sorted(path.stem for path in workspace.generations.glob("generation-*.duckdb"))


def _last_month(workspace: Workspace, name: str) -> str:
    with suppress(OSError, ValueError, KeyError, TypeError):
        manifest = json.loads((workspace.generations / f"{name}.json").read_text(encoding="utf-8"))
        return str(manifest["period_end"])
    return ""


def _remove(workspace: Workspace, names: set[str]) -> Removed:
    """Remove generations; one that a program on Windows has open stays until the next time."""
    size, removed = 0, []
    for name in sorted(names):
        parts = [workspace.generations / f"{name}{ending}" for ending in (".duckdb", ".json", "")]
        bytes_here = sum(map(size_of, parts))
        with suppress(OSError):
            for part in parts[:2]:
                part.unlink(missing_ok=True)
            shutil.rmtree(parts[2], ignore_errors=True)
            removed.append(name)
            size += bytes_here
    return Removed(tuple(removed), size)
