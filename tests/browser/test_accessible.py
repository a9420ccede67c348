"""WCAG 2.2 AA as far as a machine can tell: axe-core finds nothing, whatever is open on the page."""

from importlib import resources

import pytest

pytestmark = pytest.mark.browser
AXE = resources.files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = (
    "index.html",
    "handout.html",
    "briefing-NO.html",
    "briefing-NO-1.html",
    "briefing-notes.html",
    "glossary.html",
    "methods.html",
)
# What the tab key must reach, numbered; of the map's areas one at a time is in its order.
REACHABLE = """[...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')]
  .filter(one => one.tabIndex >= 0 && one.checkVisibility({visibilityProperty: true}) && !one.disabled)
  .map((one, at) => { one.dataset.tab = at; return String(at); })"""
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


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", [*PAGES, "npu-NO.html"])
def test_axe_finds_nothing_on_any_kind_of_page(open_page, folder, name, width):
    assert faults(open_page(folder / name, width=width, height=900).page) == []


def test_every_kind_of_page_is_named_here(folder):
    kinds = {path.name for path in folder.glob("*.html")}
    assert kinds == {*PAGES, "npu-NO.html", "npu-SO.html", "briefing-SO.html", "briefing-SO-1.html"}


@pytest.mark.parametrize("name", [*PAGES, "npu-NO.html"])
def test_every_link_and_control_is_reached_by_tab_and_seen_there(open_page, folder, name):
    page = open_page(folder / name, width=1440, height=900).page
    wanted = page.evaluate(REACHABLE)
    reached = []
    for _ in range(len(wanted) + 2):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.dataset.tab"))
        if reached[-1] is None:  # the browser's own bar: all of the page was walked through
            break
        seen = page.evaluate(
            "(() => { const focused = document.activeElement, box = focused.getBoundingClientRect();"
            " const line = document.querySelector(focused.matches('path.area') ? '.preview-line[d*=L]' : ':focus');"
            " return [line ? getComputedStyle(line).outlineStyle + getComputedStyle(line).stroke : 'nonenone', box.width,"
            " box.height]; })()"
        )
        assert seen[0] != "nonenone", page.evaluate("document.activeElement.outerHTML.slice(0, 90)")
        assert min(seen[1:]) > 0
    assert set(wanted) - set(reached) == set()


@pytest.mark.parametrize(
    "name", ["glossary.html", "methods.html", "briefing-notes.html", "briefing-NO.html", "index.html"]
)
def test_a_page_of_text_is_left_by_the_keyboard(open_page, folder, name):
    page = open_page(folder / name).page
    links = page.locator("a[href$='.html']:visible, a[href*='.html#']:visible")
    assert links.count() >= 1
    links.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith(name))
    page.go_back()
    page.wait_for_url(f"**/{name}")


def test_axe_can_fail(open_page, folder):
    page = open_page(folder / "index.html").page
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert [fault for fault, _ in faults(page)] == ["html-has-lang"]
