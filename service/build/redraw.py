"""Write the files again that a decision or a failed update changes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from geo.exceptions import WorkspaceBusy
from maps.model.designations import Decisions, see_decisions
from maps.pages.decision_slots import fill_decisions
from maps.sentences.data_account import failed_refresh_words
from queries.exports.csv_gal import decided_csv_bytes
from queries.register.outlines import read_page_designations
from queries.store.about import read_about
from queries.store.connection import read_frame
from queries.workspace.failed_refresh import read_failure
from queries.workspace.generations import EXPORTS, SITE, Workspace
from service.build.stale_exports import set_aside

_WITH_SLOTS = (f"{SITE}/*.html", f"{SITE}/*.svg", f"{SITE}/places.js")


@dataclass(frozen=True)
class RedrawReport:
    """What a decision has changed.

    Attributes
    ----------
    files : tuple of str
        Pages and exports that were written again, as ``site/index.html``.
    line : str
        The same in words, and what to run for what was not.
    """

    files: tuple[str, ...]
    line: str


def redraw(workspace: Path) -> RedrawReport:
    """Write the pages and exports again that name decisions, from the register as it is now.

    Pages are not drawn again: each has slots for decisions (:mod:`maps.pages.decision_slots`), and only they change.
    The files of the build stay as they are; see :meth:`queries.workspace.generations.Workspace.publish_decided`.
    """
    held = Workspace(workspace)
    generation = held.current()
    own = held.generations / generation
    if not (own / SITE).is_dir():
        return RedrawReport((), "Pages were made by an earlier version: build again to show the decision on them.")
    with held.open_current() as con:
        frames = (
            read_frame(con, "SELECT candidate_id, candidate_name FROM candidates ORDER BY ALL"),
            read_frame(con, "SELECT candidate_id, area_code FROM candidate_areas ORDER BY ALL"),
        )
        decisions = see_decisions(*read_page_designations(con), *frames)
        about = read_about(con)
        exports = {f"{EXPORTS}/{name}": content for name, content in decided_csv_bytes(con, about).items()}
    failure = read_failure(held)
    failed = failed_refresh_words(failure.at.date(), about.built_at.date()) if failure else ""
    files = _differing(own, fill_files(own, decisions, failed_refresh=failed) | exports)
    decided = any(_read_current(held.root / name) != content for name, content in exports.items())
    shown = held.decision_folder(generation)
    before = {str(path.relative_to(own / shown)) for path in (own / shown).glob("*/*")} if shown else set()
    try:
        held.publish_decided(files)
    except WorkspaceBusy:
        return RedrawReport((), "A build is under way; it shows the decision on its pages when it ends.")
    except OSError as fault:
        said = f"The decision is recorded, but the pages could not be written: {fault.strerror}."
        return RedrawReport((), f"{said} Make room, then run 'impact-areas designations redraw'.")
    changed = tuple(sorted(before | set(files)))
    return RedrawReport(
        changed, " ".join(filter(None, (_words(held, changed), set_aside(held).line if decided else "")))
    )


def _read_current(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def fill_files(own: Path, decisions: Decisions, *, failed_refresh: str = "") -> dict[str, bytes]:
    """Fill every file of a generation that has slots; see :func:`maps.pages.decision_slots.fill_decisions`."""
    return {
        str(path.relative_to(own).as_posix()): fill_decisions(
            _read(path), decisions, failed_refresh=failed_refresh
        ).encode()
        for pattern in _WITH_SLOTS
        for path in sorted(own.glob(pattern))
    }


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")  # line ends as they are: scripts are known by their hash


def _differing(own: Path, files: dict[str, bytes]) -> dict[str, bytes]:
    return {
        name: content
        for name, content in files.items()
        if not (own / name).exists() or (own / name).read_bytes() != content
    }


def _words(workspace: Workspace, changed: tuple[str, ...]) -> str:
    drawings = sum(name.endswith(".svg") for name in changed)
    sheets = sum(f"{SITE}/{kind}" in name for name in changed for kind in ("briefing-", "handout"))
    pages = sum(name.startswith(f"{SITE}/") for name in changed) - sheets - drawings
    tables = len(changed) - pages - sheets - drawings
    return f"Redrawn: {pages} pages, {sheets} sheets, {drawings} pictures and {tables} exports in '{workspace.root}'."
