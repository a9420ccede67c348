"""Exports that a decision has made out of date: moved to where nobody takes them for current, or written again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from queries.workspace.generations import AS_DECIDED, Workspace

OUT_OF_DATE = "out-of-date"
BRIEFINGS = "briefings"
_EXPORTS = (*AS_DECIDED, "candidates.parquet", "candidates.geojson", "briefing-*.docx", "map-*.png")
_SHEETS = ("briefing-*.pdf", "handout.pdf")


@dataclass(frozen=True)
class SetAside:
    """Files that name decisions as they were.

    Attributes
    ----------
    moved : tuple of Path
        As they were called; each is now in a folder beside, see :data:`OUT_OF_DATE`.
    kept_open : tuple of Path
        What another program has open, so that it could not be moved.
    """

    moved: tuple[Path, ...]
    kept_open: tuple[Path, ...]

    @property
    def line(self) -> str:
        """What has happened in words, and what to run; empty where nothing is out of date."""
        if not self.moved and not self.kept_open:
            return ""
        said = f"Out of date, moved to '{OUT_OF_DATE}': {_names(self.moved)}. " if self.moved else ""
        if self.kept_open:
            said += f"Out of date, and open in another program: {_names(self.kept_open)}. "
        forms = dict.fromkeys(path.suffix[1:] for path in (*self.moved, *self.kept_open))
        runs = ["briefings" if form == "pdf" else f"export --to {form}" for form in forms]
        return f"{said}To write them again, run: {'; '.join(f'impact-areas {run}' for run in runs)}."


def set_aside(workspace: Workspace) -> SetAside:
    """Move what names decisions as they were out of ``exports`` and ``briefings``.

    Parameters
    ----------
    workspace : Workspace
        Its pages and CSV files show the decisions as they are.
    """
    moved, kept_open = [], []
    for folder, patterns in ((workspace.exports, _EXPORTS), (workspace.root / BRIEFINGS, _SHEETS)):
        for path in sorted({path for pattern in patterns for path in folder.glob(pattern)}):
            aside = folder / OUT_OF_DATE
            aside.mkdir(exist_ok=True)
            try:
                path.replace(aside / path.name)
                moved.append(path)
            except OSError:  # as on Windows, while a spreadsheet shows it
                kept_open.append(path)
    return SetAside(tuple(moved), tuple(kept_open))


def forget_old(paths: list[Path]) -> None:
    """Remove the copies that were set aside of files that are written again."""
    for path in paths:
        (path.parent / OUT_OF_DATE / path.name).unlink(missing_ok=True)


def renew_exports(workspace: Workspace) -> list[Path]:
    """Write again what a build leaves and a decision changes: workbook and GeoPackage."""
    from queries.exports.write import write_export
    from queries.store.about import read_about
    from service.build.force_picture import workbook_picture

    with workspace.open_current() as con:
        about = read_about(con)
        written = [
            path
            for form in ("gpkg", "xlsx")
            for path in write_export(
                con, workspace.exports, form=form, about=about, picture=lambda: workbook_picture(workspace.site)
            )
        ]
    forget_old(written)
    return written


def _names(paths: tuple[Path, ...]) -> str:
    """File names; many of a kind as their number."""
    kinds: dict[str, list[str]] = {}
    for path in paths:
        kinds.setdefault(path.suffix, []).append(path.name)
    return ", ".join(
        f"{len(names)} files {names[0].split('-')[0]}-…{suffix}" if len(names) > 2 else ", ".join(names)
        for suffix, names in kinds.items()
    )
