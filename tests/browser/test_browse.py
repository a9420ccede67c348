"""The collections in a browser: nothing is fetched, nothing complains, and readers of every kind find their way."""

from __future__ import annotations

import sys

import pytest
from axe_core_python.sync_playwright import Axe

from maps.drawing.browse_map import Mark, draw_atlas
from maps.pages.collection_pages import Cell, Choice, Content, Fact, Frame, Heading, Link, Table, browse_page

pytestmark = pytest.mark.browser
HOSTILE = "<img src=x onerror=alert(1)>'\"`${1}</title></script>"


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """Everything that a page can have, with hostile text in every place."""
    made = sys.modules["made_up_sites"].make_site()
    outlines = made.areas.geometry.rename(index=lambda code: f"area {code}")
    atlas = draw_atlas(outlines, list(outlines.index))
    marks = [Mark(name, f"need {at % 5}", HOSTILE, href="#x") for at, name in enumerate(outlines.index)]
    content = Content(
        title=HOSTILE,
        headline=HOSTILE,
        lead=HOSTILE,
        crumbs=(Link(HOSTILE, "#a"),),
        choices=(Choice("Unit", (Link("all", "#b", current=True), Link(HOSTILE, "#c"))),),
        map=atlas.draw(marks, label=HOSTILE, legend=[("need 0", "0 to 20"), ("need x", "cannot be assessed")]),
        facts=(Fact("Rank", "4", HOSTILE),),
        tables=(
            Table(HOSTILE, (Heading("Area"), Heading("Rank", True)), ((Cell(HOSTILE, href="#d"), Cell("4", True)),)),
        ),
        code=((HOSTILE, HOSTILE),),
        pager=(Link("Next page", "#e"),),
        forms=(Link("This page as GeoJSON", "#f"),),
    )
    frame = Frame(HOSTILE, "OFFICIAL", "June 2025", "20 November 2026", "generation-x", (HOSTILE,), (HOSTILE,))
    path = tmp_path_factory.mktemp("browse") / "page.html"
    path.write_text(browse_page(frame, content).html, encoding="utf-8")
    return path


def test_hostile_text_is_text(open_page, page):
    opened = open_page(page)
    assert opened.complaints == []
    assert [url for url in opened.requests if not url.startswith("file:")] == []
    assert HOSTILE in opened.text("h1")
    assert opened.page.locator("img, script").count() == 0
    assert opened.page.locator(".browse-map .area").count() == len(sys.modules["made_up_sites"].make_site().areas)


@pytest.mark.parametrize("width", [1600, 390])
def test_every_reader_finds_their_way(open_page, page, width):
    opened = open_page(page, width=width)
    found = Axe().run(opened.page)["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    assert opened.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
