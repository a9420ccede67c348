"""Write the pages of a site into a folder."""

from __future__ import annotations

from pathlib import Path

from maps.model.force_view import see_force
from maps.model.inputs import Site
from maps.pages.briefing import briefings, notes_sheet
from maps.pages.index_page import index_page, places_script
from maps.pages.methods_page import glossary_page, methods_page
from maps.pages.pictures import unit_picture
from maps.pages.unit_page import unit_page
from maps.text.glossary_links import unlink_terms


def write_site(site: Site, out: Path) -> list[Path]:
    """Write ``index.html``, one ``npu-<CODE>.html`` per NPU, and sheets for paper; they link by relative addresses.

    Sheets are ``briefing-<CODE>.html``, one for each NPU and each candidate; ``briefing-notes.html`` is the last page
    of the set, with every caution; ``methods.html`` says how each number is made;
    ``glossary.html`` what each word means;
    ``map-<CODE>.svg`` is the map of a unit for a slide;
    ``places.js`` has the names that the units' pages search.

    Parameters
    ----------
    site : Site
    out : Path
        Folder; made if it does not exist. Pages of the same name are replaced, nothing else is touched.

    Returns
    -------
    list of Path
        The pages written: the index, the units, the sheets with their notes, then the pages of methods and words.
    """
    out.mkdir(parents=True, exist_ok=True)
    force = see_force(site)
    index = _write(out / "index.html", index_page(force))
    _write(out / "places.js", places_script(force))
    units = [_write(out / f"npu-{code}.html", unit_page(force, str(code))) for code in site.npus.index]
    sheets = [sheet for code in site.npus.index for sheet in briefings(force, str(code)).items()]
    for code in site.npus.index:
        _write(out / f"map-{code}.svg", unit_picture(unlink_terms(dict(sheets)[f"briefing-{code}.html"])))
    notes = _write(out / "briefing-notes.html", notes_sheet(force))
    words = [_write(out / "methods.html", methods_page(site)), _write(out / "glossary.html", glossary_page(site))]
    return [index, *units, *(_write(out / name, html) for name, html in sheets), notes, *words]


def _write(path: Path, html: str) -> Path:
    # Line ends as they are on every system: the security policy names the scripts by the hash of their bytes.
    path.write_text(html, encoding="utf-8", newline="\n")
    return path
