"""Check that the disk has room for another generation, before a build does any work."""

from __future__ import annotations

import shutil

from geo.exceptions import NotAllowed
from queries.workspace.generations import EXPORTS, SITE, Workspace
from queries.workspace.retention import size_of

FIRST_BYTES = 150_000_000  # a first build: more than a generation of the West Midlands with its pages and exports
MARGIN = 1.3  # a generation grows with each month of data


def refuse_without_room(workspace: Workspace) -> None:
    """Refuse a build for which the disk has no room.

    A build writes a generation beside the current one, and then a copy of its pages and exports for people.

    Parameters
    ----------
    workspace : Workspace
        Where to build; its folder exists.

    Raises
    ------
    NotAllowed
        Less is free than the current generation has, its pages and exports counted twice, and a margin.
    """
    free, needed = shutil.disk_usage(workspace.generations).free, bytes_needed(workspace)
    if free < needed:
        raise NotAllowed(
            f"The disk of '{workspace.root}' has {free / 1e6:,.0f} MB free, and a build needs about"
            f" {needed / 1e6:,.0f} MB",
            "Make room, remove earlier generations with 'impact-areas purge', or name another folder with --out",
        )


def bytes_needed(workspace: Workspace) -> int:
    """Estimate the bytes that the next generation takes while it is built, from the current one."""
    stores = sorted(workspace.generations.glob("generation-*.duckdb"))
    if not stores:
        return FIRST_BYTES
    folder = stores[-1].with_suffix("")
    copies = size_of(folder / SITE) + size_of(folder / EXPORTS)
    return int(MARGIN * (size_of(stores[-1]) + 2 * copies))
