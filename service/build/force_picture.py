"""The picture of the force for the workbook, taken from the pages."""

from __future__ import annotations

from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path

FORCE_PICTURE = "map-force.svg"
_PIXELS = 1440
_LOOK_AGAIN_SECONDS = 0.02


def workbook_picture(site: Path) -> bytes | None:
    """The picture of the force as PNG; None where there is none, or no font to write on it."""
    from maps.pages.png import letters_are_drawn, picture_png

    path = site / FORCE_PICTURE
    if not path.exists() or not letters_are_drawn():
        return None
    return picture_png(path.read_text(encoding="utf-8"), width=_PIXELS)


def picture_once_drawn(site: Path, drawn: Future[list[Path]]) -> bytes | None:
    """The same as soon as the pages have it: it is among the first that are drawn.

    Parameters
    ----------
    site : Path
        The folder into which the pages are drawn.
    drawn : Future
        Done when all are, or when drawing them has failed.
    """
    while not (site / FORCE_PICTURE).exists():
        with suppress(TimeoutError):
            drawn.result(timeout=_LOOK_AGAIN_SECONDS)  # a call that was put aside is made now
            break
    return workbook_picture(site)
