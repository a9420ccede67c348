"""A view outlives its page: by its address, by the keyboard, at any size; and no address can do harm."""

import sys
from urllib.parse import quote

import pytest

pytestmark = pytest.mark.browser
NORTH = "npu-NO.html"
PAYLOADS = sys.modules["made_up_sites"].PAYLOADS
SMALL_TEXT = """(() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const holder = walker.currentNode.parentElement, words = walker.currentNode.textContent.trim();
    if (!words || !holder.getClientRects().length || holder.closest("script, style, #print-map, .force-map, .small-map")) continue;
    const size = parseFloat(getComputedStyle(holder).fontSize);
    if (size < 12) found.push([words, size]);
  }
  return found;
})()"""


def seen(page):
    """What a reader sees of a view: the measure, its period, the answer, and each area's colour."""
    return page.evaluate(
        "['#legend-title', '#legend-period', '#answer', '#chooser-shown'].map(at => document.querySelector(at).innerText)"
        ".concat([...document.querySelectorAll('.leaflet-overlay-pane path.area')].map(path => path.dataset.step))"
    )


@pytest.mark.parametrize(
    "steps",
    [
        ["#chooser-button", "#option-type-burglary", ".leaflet-control-zoom-in", "path.area[data-area='5']"],
        ["[data-select-place='0']"],
        ["#top-areas tr:nth-child(2) button", "#compare", "#top-areas tr:nth-child(4) button"],
    ],
    ids=["a measure, nearer, an area", "a place", "two areas"],
)
def test_the_address_opens_the_same_view(open_page, folder, steps):
    page = open_page(folder / NORTH).page
    for step in steps:
        page.locator(step).click()
    page.wait_for_function("location.hash.length > 1")
    page.wait_for_timeout(300)  # the map has come to rest
    again = open_page(folder / NORTH).page
    again.goto("about:blank")
    again.goto(page.url)
    again.wait_for_timeout(300)
    assert seen(again) == seen(page)
    assert again.url == page.url


def test_an_address_that_says_nonsense_opens_the_page_as_it_is(open_page, folder):
    plain = seen(open_page(folder / NORTH).page)
    opened = open_page(folder / NORTH)
    keys = ("show", "when", "area", "beside", "place", "at")
    for payload in [*PAYLOADS[::4], "__proto__", "constructor", "NaN,NaN,NaN", "1e400,-1e400,99", "%", "a" * 9_000]:
        address = "&".join(f"{key}={quote(payload)}" for key in keys)
        opened.page.evaluate("address => { location.hash = address; }", address)
    opened.page.evaluate("location.hash = '%E0%A4%A&&&===#'")
    opened.page.evaluate("location.hash = ''")
    assert seen(opened.page) == plain
    assert opened.page.evaluate("window.ran") is None
    assert opened.complaints == []


def test_escape_closes_one_thing_at_a_time(open_page, folder):
    page = open_page(folder / NORTH).page
    page.focus("#top-areas tr:nth-child(2) button")
    page.keyboard.press("Enter")
    page.click("#chooser-button")
    page.keyboard.press("Escape")
    assert page.is_hidden("#chooser")
    assert page.is_visible("#answer")
    page.keyboard.press("Escape")
    assert page.is_hidden("#answer")
    page.keyboard.press("Escape")
    assert page.inner_text("#legend-title") == "Overall need"


def test_who_wants_less_motion_sees_the_map_jump_not_glide(open_page, folder):
    page = open_page(folder / NORTH, reduced_motion="reduce").page
    page.click("#top-areas tr:nth-child(3) button")
    assert page.locator(".leaflet-zoom-anim .leaflet-zoom-animated[style*='transition']").count() == 0
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize(("name", "size"), [("index.html", (1920, 1080)), (NORTH, (1920, 1080)), (NORTH, (768, 1024))])
def test_no_words_are_too_small_for_a_projector(open_page, folder, name, size):
    page = open_page(folder / name, width=size[0], height=size[1]).page
    if name == NORTH:
        page.locator("#top-areas tr:nth-child(2) button").click()
    assert page.evaluate(SMALL_TEXT) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
