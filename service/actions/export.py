"""Write one export of the current generation on request."""

from __future__ import annotations

from pathlib import Path

from geo.exceptions import NotAllowed
from queries.workspace.generations import Workspace


def export_workspace(workspace: Path, *, to: str, out: Path | None = None, shareable: bool = False) -> list[Path]:
    """Write one format of the current generation; with `shareable` only where that is a copy for others.

    Parameters
    ----------
    workspace : Path
        Where something has been built.
    to : str
        The format.
    out : Path, optional
        Folder to write to; ``exports`` in the workspace if left out.
    shareable : bool
        Refuse a workspace with full counts.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    NotAllowed
        What was asked for is a copy for others, and the workspace contains full counts.
    NothingFound
        Nothing has been built, or this machine has no font for a picture.
    WrongUsage
        The format is not known.
    """
    from queries.exports.write import MAKERS, refuse_unknown, write_export, write_files
    from queries.store.about import read_about
    from service.actions.page_exports import PAGE_MAKERS
    from service.build.force_picture import workbook_picture
    from service.build.stale_exports import forget_old

    held = Workspace(workspace)
    if shareable and not held.manifest().get("shareable"):
        raise NotAllowed(
            f"'{workspace}' contains full counts, so no export of it may be handed on as a copy for others",
            "Make one with 'impact-areas build CONFIG --out DIR --shareable', and export from there",
        )
    refuse_unknown(to, (*MAKERS, *PAGE_MAKERS))
    folder = out or held.exports
    with held.open_current() as con:
        about = read_about(con)
        if to in PAGE_MAKERS:
            written = write_files(folder, PAGE_MAKERS[to](held.site, about))
        else:
            written = write_export(con, folder, form=to, about=about, picture=lambda: workbook_picture(held.site))
    forget_old(written)
    return written
