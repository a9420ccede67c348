"""Write the pages of a site into a folder."""

from __future__ import annotations

from pathlib import Path

from maps.model.force_view import see_force
from maps.model.inputs import Site
from maps.pages.briefing import notes_sheet, sheet_html, unit_sheets
from maps.pages.handout import handout_page
from maps.pages.index_page import index_html, places_script, see_index
from maps.pages.methods_page import glossary_page, methods_page
from maps.pages.pictures import force_picture, unit_picture
from maps.pages.unit_page import unit_page


def write_site(site: Site, out: Path) -> list[Path]:
    """Write ``index.html``, one ``npu-<CODE>.html`` per NPU, and sheets for paper; they link by relative addresses.

    Sheets are ``briefing-<CODE>.html``, one for each NPU and each candidate; ``briefing-notes.html`` is the last page
    of the set, with every caution; ``handout.html`` is one side of A4 for the force;
    ``methods.html`` says how each number is made; ``glossary.html`` what each word means; ``map-<CODE>.svg`` is the map
    of a unit for a slide, ``map-force.svg`` that of the force; ``places.js`` has the names that the units' pages
    search.

    Parameters
    ----------
    site : Site
    out : Path
        Folder; made if it does not exist. Pages of the same name are replaced, nothing else is touched.

    Returns
    -------
    list of Path
        The pages written: the index, the units, the sheets with their notes and the handout, then the pages of methods
        and words.
    """
    out.mkdir(parents=True, exist_ok=True)
    force = see_force(site)
    page = see_index(force)
    index = _write(out / "index.html", index_html(page, force.decisions))
    handout = _write(out / "handout.html", handout_page(page, force.decisions))
    _write(out / "map-force.svg", force_picture(page, force.decisions))
    _write(out / "places.js", places_script(force))
    units = [_write(out / f"npu-{code}.html", unit_page(force, str(code))) for code in site.npus.index]
    sheets = {name: sheet for code in site.npus.index for name, sheet in unit_sheets(force, str(code)).items()}
    for code in site.npus.index:
        _write(out / f"map-{code}.svg", unit_picture(force, sheets[f"briefing-{code}.html"]))
    notes = _write(out / "briefing-notes.html", notes_sheet(force))
    words = [_write(out / "methods.html", methods_page(site)), _write(out / "glossary.html", glossary_page(site))]
    return [
        index,
        *units,
        *(_write(out / name, sheet_html(sheet, force.decisions)) for name, sheet in sheets.items()),
        notes,
        handout,
        *words,
    ]


def _write(path: Path, html: str) -> Path:
    # Line ends as they are on every system: the security policy names the scripts by the hash of their bytes.
    # Each is there whole or not at all: the workbook takes the picture of the force while later pages are drawn.
    partial = path.with_name(f"{path.name}.part")
    partial.write_text(html, encoding="utf-8", newline="\n")
    partial.replace(path)
    return path
