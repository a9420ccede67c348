"""WCAG 2.2 AA as far as a machine can tell: axe-core finds nothing, whatever is open on the page."""

from importlib import resources

import pytest

pytestmark = pytest.mark.browser
AXE = resources.files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STATES = {
    "as opened": "",
    "an area": "#area=E001",
    "a place": "#place=NO-1",
    "two areas": "#area=E003&beside=E001",
    "over time": "#show=type-burglary&when=2025-04",
    "micro-places": "#show=micro-places",
}


def faults(page):
    page.evaluate(AXE)
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", RULES
    )
    return [(fault["id"], [node["target"] for node in fault["nodes"]][:3]) for fault in found["violations"]]


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_axe_finds_nothing_on_a_units_page(open_page, folder, state):
    page = open_page(folder / "npu-NO.html", width=1280, height=800).page
    page.goto((folder / "npu-NO.html").as_uri() + state)
    page.reload()
    assert faults(page) == []


def test_axe_finds_nothing_with_the_chooser_open_on_a_tablet(open_page, folder):
    page = open_page(folder / "npu-NO.html", width=768, height=1024).page
    page.click("#chooser-button")
    assert faults(page) == []


@pytest.mark.parametrize("name", ["index.html", "briefing-NO.html", "briefing-NO-1.html"])
def test_axe_finds_nothing_on_the_index_and_on_paper(open_page, folder, name):
    assert faults(open_page(folder / name).page) == []


def test_axe_can_fail(open_page, folder):
    page = open_page(folder / "index.html").page
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert [fault for fault, _ in faults(page)] == ["html-has-lang"]
