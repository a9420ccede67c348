"""The layout at each size: the map has half of the height, no answer is cut through a line, buttons are large."""

import math
from dataclasses import replace

import pytest
import shapely.affinity
from made_up_sites import make_site

import maps
from tests.browser.test_accessible import faults

pytestmark = pytest.mark.browser
SIZES = {
    "1440": (1440, 900),
    "1366": (1366, 768),
    "1024": (1024, 768),
    "768": (768, 1024),
    "390": (390, 844),
    "200% zoom": (720, 450),
}
STATES = {"as opened": "", "an area": "#area=E001", "a place": "#place=NO-1", "a ward": "#ward=Ashby"}
TARGETS = (
    "button:not(td button):not(p button):not(li .link), input:not([type=checkbox]):not([type=range]), .home,"
    " .badge-target, .leaflet-control-zoom a, summary, .units a"
)
# Lines of text that a frame cuts through: what is seen of each is between its head and its covers.
CUT = """(() => {
  const body = document.querySelector('#answer-body'), frame = body.getBoundingClientRect(), found = [];
  const heights = ['top', 'bottom'].map(edge => document.querySelector('#cover-' + edge).getBoundingClientRect().height);
  const top = frame.top + heights[0], bottom = frame.bottom - heights[1];
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT), range = document.createRange();
  let whole = 0;
  while (walker.nextNode()) {
    range.selectNodeContents(walker.currentNode);
    for (const line of range.getClientRects()) {
      if (!line.height || line.bottom <= top + 1 || line.top >= bottom - 1) continue;
      if (line.top < top - 1 || line.bottom > bottom + 1) found.push(walker.currentNode.textContent.slice(0, 40));
      else whole += 1;
    }
  }
  return [found, whole];
})()"""


@pytest.fixture(scope="module")
def shapes(tmp_path_factory):
    """The made-up force as it is, twice as wide, and twice as high."""

    def write(name, across, down):
        site = make_site()
        stretched = site.areas.geometry.map(
            lambda shape: shapely.affinity.scale(shape, across, down, origin=(430_000, 300_000))
        )
        areas = site.areas.set_geometry(stretched, crs=27700)
        return maps.write_site(replace(site, areas=areas), tmp_path_factory.mktemp(name))[0].parent

    return {"square": write("square", 1, 1), "landscape": write("wide", 2, 1), "portrait": write("high", 1, 2)}


@pytest.fixture(params=SIZES.values(), ids=SIZES)
def size(request):
    return request.param


def shown(open_page, folder, size, state=""):
    page = open_page(folder / "npu-NO.html", width=size[0], height=size[1], reduced_motion="reduce").page
    if state:
        page.goto("about:blank")
        page.goto((folder / "npu-NO.html").as_uri() + state)
    page.wait_for_timeout(100)
    return page


@pytest.mark.parametrize("shape", ["square", "landscape", "portrait"])
def test_the_map_keeps_half_of_the_height_and_the_unit_lies_in_it(open_page, shapes, size, shape):
    page = shown(open_page, shapes[shape], size)
    box = page.locator("#map_unit").bounding_box()
    assert box["height"] >= size[1] / 2
    assert box["y"] + box["height"] <= size[1]
    edge = page.locator("path.unit-edge").bounding_box()
    assert box["y"] <= edge["y"]
    assert edge["y"] + edge["height"] <= box["y"] + box["height"]
    assert box["x"] <= edge["x"]
    assert edge["x"] + edge["width"] <= box["x"] + box["width"]


@pytest.mark.parametrize("state", list(STATES.values())[1:], ids=list(STATES)[1:])
def test_an_answer_is_never_cut_through_a_line(open_page, folder, size, state):
    page = shown(open_page, folder, size, state)
    for _ in range(12):
        cut, whole = page.evaluate(CUT)
        assert cut == []
        assert whole > 0
        if page.is_hidden("#read-on"):
            break
        page.click("#read-on")
        page.wait_for_timeout(60)
    assert page.is_hidden("#read-on")


def test_lines_that_are_cut_would_be_seen(open_page, folder):
    page = shown(open_page, folder, SIZES["1366"], "#area=E001")
    page.evaluate(
        "document.querySelectorAll('#cover-top, #cover-bottom').forEach(one => { one.style.display = 'none'; })"
    )
    page.evaluate("document.querySelector('#answer-body').style.maxHeight = '52px'")
    assert page.evaluate(CUT)[0] != []


def test_the_answer_takes_the_panel_and_leaves_the_map_its_half(open_page, folder, size):
    page = shown(open_page, folder, size, "#place=NO-1")
    answer, over = page.locator("#answer").bounding_box(), page.locator("#map_unit").bounding_box()
    if size[0] > 1000:
        assert page.is_hidden(".shortlist")
        assert answer["x"] >= over["x"] + over["width"] - 1
        assert answer["height"] >= size[1] / 2
    else:
        assert min(answer["y"], over["y"] + over["height"]) - over["y"] >= size[1] / 2 - 1
    assert answer["y"] + answer["height"] <= size[1]


def test_escape_and_back_return_to_the_list(open_page, folder, size):
    page = shown(open_page, folder, size)
    for leave in (
        lambda: page.keyboard.press("Escape"),
        lambda: page.click("#back"),
        page.go_back,
    ):
        page.click("[data-select-place='0']")
        assert page.is_visible("#answer")
        assert "place=NO-1" in page.url
        leave()
        page.locator("#answer").wait_for(state="hidden")
        page.wait_for_function("!location.hash.includes('place')")
        assert page.is_visible(".shortlist")


def test_the_browsers_back_leads_past_an_answer_that_was_left(open_page, folder):
    page = open_page(folder / "index.html").page
    page.click(".units a >> nth=0")
    page.click("[data-select-place='0']")
    page.keyboard.press("Escape")
    page.wait_for_function("!location.hash.includes('place')")
    page.wait_for_timeout(100)
    page.go_back()
    assert page.url.endswith("index.html")


def test_the_header_stays_in_sight(open_page, folder, size):
    page = shown(open_page, folder, size)
    page.evaluate("scrollTo(0, 600)")
    page.wait_for_timeout(100)
    head = page.locator("header.line").bounding_box()
    assert 0 <= head["y"] <= 40
    for what in (".what strong", ".dates", "#find", "#chooser-button", "#map_unit"):
        assert page.locator(what).bounding_box()["width"] > 0
    assert page.locator(".what").bounding_box()["y"] + page.locator(".what").bounding_box()["height"] <= (
        head["y"] + head["height"] + 1
    )


@pytest.mark.parametrize("name", ["npu-NO.html", "index.html"])
def test_what_is_pressed_is_44_pixels_high_and_nothing_runs_over(open_page, folder, size, name):
    page = open_page(folder / name, width=size[0], height=size[1]).page
    if name == "npu-NO.html":
        page.click("[data-select-place='0']")
    low = page.evaluate(
        "targets => [...document.querySelectorAll(targets)].filter(one => one.getClientRects().length &&"
        " one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML.slice(0, 90))",
        TARGETS,
    )
    assert low == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_axe_finds_nothing_at_any_size(open_page, folder, size, state):
    assert faults(shown(open_page, folder, size, state)) == []


def test_axe_finds_nothing_on_the_index_with_the_search_open(open_page, folder, size):
    page = open_page(folder / "index.html", width=size[0], height=size[1]).page
    page.fill("#find", "elm")
    assert faults(page) == []


def test_all_can_be_reached_and_left_by_keyboard(open_page, folder, size):
    page = shown(open_page, folder, size)
    page.focus(".home")
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.className || ''"))
    assert "find" in seen
    assert "chooser-button" in seen
    page.focus("[data-select-place='0']")
    page.keyboard.press("Enter")
    assert page.is_visible("#answer")
    page.keyboard.press("Escape")
    assert page.is_hidden("#answer")
    assert page.evaluate("document.activeElement.dataset.selectPlace") == "0"


def test_without_a_script_map_legend_and_shortlist_stand_and_controls_do_not(open_page, folder, size):
    page = open_page(folder / "npu-NO.html", width=size[0], height=size[1], java_script_enabled=False).page
    plain = page.locator(".plain-map")
    assert plain.bounding_box()["height"] >= size[1] / 2
    assert plain.locator("path.area").count() == 5
    assert plain.locator(".badge-mark").count() == 1
    assert page.locator("#legend-steps li").count() == 5
    assert page.inner_text(".shortlist h2 span > span:last-child") == "Ashby"
    for control in ("#find", "#chooser-button", "#time", "#answer", "#chooser"):
        assert page.is_hidden(control), control
    assert page.locator("button:visible").count() == 0


def test_paper_without_a_script_has_a_drawn_map_legend_and_shortlist_and_no_controls(open_page, folder):
    page = open_page(folder / "npu-NO.html", width=794, height=1123, java_script_enabled=False).page
    page.emulate_media(media="print")
    plain = page.locator(".plain-map").bounding_box()
    assert plain["height"] == pytest.approx(115 / 25.4 * 96, abs=4)
    assert plain["width"] == pytest.approx(180 / 25.4 * 96, abs=4)
    assert plain["y"] + plain["height"] < 1123
    assert page.locator("#legend-steps li:visible").count() == 5
    assert page.locator(".shortlist li").first.is_visible()
    for control in ("#find", "#chooser-button", "#time", "#answer", "#print-map", ".folium-map", "button"):
        assert page.locator(f"{control}:visible").count() == 0, control


@pytest.mark.parametrize("name", ["index.html", "briefing-NO.html", "briefing-NO-1.html"])
def test_index_and_sheets_need_no_script(open_page, folder, name):
    page = open_page(folder / name, width=794, height=1123, java_script_enabled=False).page
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        drawn = page.locator(".force-map, .paper-map").bounding_box()
        assert drawn["height"] > 100
        assert page.locator(".legend li:visible").count() >= 6
        assert page.locator(".badge:visible, .badge-mark:visible, .paper-badge:visible").count() >= 1
        assert page.locator("button:visible, input:visible").count() == 0


def test_badges_and_colours_survive_forced_colours(open_page, folder):
    page = open_page(folder / "npu-NO.html", forced_colors="active").page
    badge = page.evaluate(
        "(() => { const style = getComputedStyle(document.querySelector('.shortlist .badge'));"
        " return [style.backgroundColor, style.color]; })()"
    )
    assert badge == ["rgb(11, 12, 12)", "rgb(255, 255, 255)"]
    assert page.evaluate("getComputedStyle(document.querySelector('.badge-target .badge')).backgroundColor") == badge[0]
    fills = page.evaluate(
        "new Set([...document.querySelectorAll('.leaflet-overlay-pane path.area')].map(path => getComputedStyle(path).fill)).size"
    )
    assert fills >= 4


@pytest.mark.parametrize("width", [390, 768])
def test_a_sheet_is_one_column_on_a_small_screen(open_page, folder, width):
    page = open_page(folder / "briefing-NO-1.html", width=width, height=844).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        "[...document.querySelectorAll('main p, main li, main td, main th')].filter(one => one.getClientRects().length &&"
        " !one.closest('svg') && parseFloat(getComputedStyle(one).fontSize) < 14).map(one => one.outerHTML.slice(0, 80))"
    )
    assert small == []
    beside = page.evaluate(
        "[...document.querySelectorAll('main section')].filter(one => one.getClientRects().length &&"
        " one.getBoundingClientRect().width < innerWidth * 0.7).map(one => one.outerHTML.slice(0, 80))"
    )
    assert beside == []


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)], ids=["1366", "1080"])
def test_letters_can_be_read_at_three_metres(open_page, folder, size):
    """On a picture 1.2 m high, as a usual projector throws: normal sight (6/6) makes out letters of 5 minutes of arc."""
    page = open_page(folder / "npu-NO.html", width=size[0], height=size[1]).page
    letters = page.evaluate(
        "[...document.querySelectorAll('h1, figcaption strong, figcaption span, .shortlist h2, .shortlist p, .badge,"
        " .leaflet-names-pane *')].filter(one => one.getClientRects().length && one.textContent.trim())"
        ".map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    pixel_m, capital = 1.2 / size[1], 0.7  # of the size of letters: how high a capital is
    minutes = [math.degrees(math.atan(capital * letter * pixel_m / 3)) * 60 for letter in letters]
    assert len(minutes) > 20
    assert min(minutes) >= 10
    headline = max(minutes)
    assert headline >= 16  # what ISO 9241-303 asks for reading at ease
