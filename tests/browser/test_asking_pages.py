"""The pages on which people ask and try, in a browser: plain forms that work without script, hostile text, every reader."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from axe_core_python.sync_playwright import Axe

from maps.drawing.browse_map import Mark, draw_atlas
from maps.pages.collection_pages import Cell, Frame, Heading, Table
from maps.pages.console_page import Console, StoredTable, console_page
from maps.pages.workbench_page import Field, NamedScenario, Workbench, workbench_page

pytestmark = [pytest.mark.browser, pytest.mark.long]
HOSTILE = "<img src=x onerror=alert(1)>'\"`${1}</textarea></script>"


def _pages():
    made = sys.modules["made_up_sites"].make_site()
    outlines = made.areas.geometry.rename(index=lambda code: f"area {code}")
    atlas = draw_atlas(outlines, list(outlines.index))
    drawn = atlas.draw(
        [Mark(name, "place", HOSTILE) for name in outlines.index], label=HOSTILE, legend=[("place", "x")]
    )
    table = Table(HOSTILE, (Heading("Area"), Heading("Rank", True)), ((Cell(HOSTILE), Cell("4", True)),))
    frame = Frame(HOSTILE, "OFFICIAL", "June 2025", "20 November 2026", "generation-x", (), ())
    console = Console(
        sql=HOSTILE,
        limits="It may take 5 seconds.",
        fault=HOSTILE,
        remedy=HOSTILE,
        status=HOSTILE,
        table=table,
        map=drawn,
        examples=((HOSTILE, HOSTILE),),
        tables=(StoredTable(HOSTILE, HOSTILE, (HOSTILE,)),),
    )
    workbench = Workbench(
        units=(("AA", HOSTILE), ("BB", "Beechley")),
        unit="AA",
        weights=(Field("crime", "Crime", HOSTILE),),
        limits=(Field("max_areas", "Areas of a place, at most", "8"),),
        query=HOSTILE,
        fault=HOSTILE,
        remedy=HOSTILE,
        lines=(HOSTILE, HOSTILE),
        table=table,
        map=drawn,
        named=(NamedScenario(HOSTILE, "/workbench?npu=AA"),),
    )
    return {"console": console_page(frame, console).html, "workbench": workbench_page(frame, workbench).html}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("asking")
    for name, html in _pages().items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["console", "workbench"])
@pytest.mark.parametrize("width", [1366, 390])
def test_hostile_text_is_text_and_every_reader_finds_their_way(open_page, pages, name, width):
    opened = open_page(pages / f"{name}.html", width=width)
    assert opened.complaints == []
    assert [url for url in opened.requests if not url.startswith("file:")] == []
    assert opened.page.locator("img, script").count() == 0
    found = Axe().run(opened.page)["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    assert opened.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.fixture(scope="module")
def address(sample_build):
    """A service of the sample, as it is started at the command line."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "service.cli.main", "serve", "-w", str(sample_build[0].root), "--port", str(port)]
    serving = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz")
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        serving.terminate()
        assert serving.wait(30) == 0  # and SIGTERM ends it, its workers too


@pytest.fixture
def page(browser):
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_a_question_is_answered_with_the_keyboard_alone(page, address):
    page.goto(f"{address}/sql")
    page.focus("#sql")
    page.keyboard.type("SELECT area_code, rank FROM ranking ORDER BY rank LIMIT 3")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("table")
    assert page.locator("tbody tr").count() == 3
    assert page.locator(".browse-map .area").count() == 3
    assert "3 rows." in page.inner_text("main")


def test_choices_are_tried_named_and_opened_again(page, address, sample_build):
    page.goto(f"{address}/workbench?npu=BE")
    assert "same areas as now" in page.inner_text("main")
    page.fill("#deprivation", "0")
    page.press("#deprivation", "Enter")
    page.wait_for_url("**deprivation=0**")
    tried = page.inner_text("[role=status]")
    page.fill("#name", "No deprivation")
    page.press("#name", "Enter")
    page.click("text=No deprivation")
    assert page.inner_text("[role=status]") == tried
    (sample_build[0].root / "scenarios.json").unlink()
