"""Write the sheets and the handout of the current generation as PDF: one sheet for each unit and each place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from geo.exceptions import NothingFound, WrongUsage
from maps.pages.pdf import prepare_pdf
from queries.workspace.generations import Workspace, write_atomically
from service.build.stale_exports import BRIEFINGS, forget_old

SHEETS = ("briefing-*.html", "handout.html")


def write_briefings(workspace: Path, *, out: Path | None = None) -> list[Path]:
    """Write every sheet as PDF; nothing is fetched from anywhere.

    Parameters
    ----------
    workspace : Path
        Where something has been built.
    out : Path, optional
        Folder to write to; ``briefings`` in the workspace if left out. Made if it is missing.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    NothingFound
        There are no sheets.
    WrongUsage
        WeasyPrint is not installed.
    """
    held = Workspace(workspace)
    held.mend()
    site = held.site
    sheets = sorted(path for pattern in SHEETS for path in site.glob(pattern))
    if not sheets:
        raise NothingFound(f"There are no sheets in '{site}'", "Build first, or name the workspace with -w DIR")
    weasyprint = _weasyprint()
    folder = out or workspace / BRIEFINGS
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for sheet in sheets:
        html = prepare_pdf(sheet.read_text(encoding="utf-8"))
        path = folder / sheet.with_suffix(".pdf").name
        nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
        write_atomically(path, weasyprint.HTML(string=html, url_fetcher=nothing).write_pdf())
        written.append(path)
    forget_old(written)
    return written


def _weasyprint() -> Any:
    try:
        import weasyprint
    except (ImportError, OSError):  # its own libraries may be missing, too
        raise WrongUsage(
            "PDF needs WeasyPrint, which is not installed",
            "Install it with: pip install 'impact-areas[pdf]'; or open a sheet in a browser and print it",
        ) from None
    return weasyprint
