"""Exports that are made from the pages: pictures for slides, and Word briefings. What pages say, they say."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from geo.exceptions import NothingFound
from maps.pages.pictures import map_alone
from maps.pages.png import letters_are_drawn, picture_png
from queries.store.about import About
from service.build.force_picture import FORCE_PICTURE

_SLIDE_PIXELS, _PAPER_PIXELS = 1920, 1600
_UNIT_PICTURE = re.compile(r"map-(?!force\.)(.+)\.svg")


def png_files(site: Path, about: About) -> dict[str, bytes]:
    """``map-force.png`` and a ``map-<CODE>.png`` for each unit, 1,920 by 1,080 pixels."""
    refuse_without_letters()
    return {path.with_suffix(".png").name: picture_png(_read(path), width=_SLIDE_PIXELS) for path in _pictures(site)}


def docx_files(site: Path, about: About) -> dict[str, bytes]:
    """A ``briefing-<CODE>.docx`` for each unit."""
    from maps.pages.word import word_briefing

    refuse_without_letters()
    made = {}
    for path in _pictures(site):
        found = _UNIT_PICTURE.fullmatch(path.name)
        if found:
            code = found[1]
            places = {one.stem.removeprefix("briefing-"): _read(one) for one in site.glob(f"briefing-{code}-*.html")}
            picture = picture_png(map_alone(_read(path)), width=_PAPER_PIXELS)
            sheet = _read(site / f"briefing-{code}.html")
            made[f"briefing-{code}.docx"] = word_briefing(sheet, places, picture, made_at=about.built_at)
    return made


PAGE_MAKERS: dict[str, Callable[[Path, About], dict[str, bytes]]] = {"png": png_files, "docx": docx_files}


def refuse_without_letters() -> None:
    """Refuse to draw a map whose words would all be missing.

    Raises
    ------
    NothingFound
        This machine has none of the fonts.
    """
    if not letters_are_drawn():
        raise NothingFound(
            "This machine has no font for the words on the pictures",
            "Install Liberation Sans, Noto Sans or DejaVu Sans, or use the SVG files in 'site'",
        )


def _pictures(site: Path) -> list[Path]:
    found = sorted(site.glob("map-*.svg"))
    if not (site / FORCE_PICTURE).exists():
        raise NothingFound(f"There is no picture of the force in '{site}'", "Build again: an earlier version made it")
    return found


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
