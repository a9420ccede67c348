"""A grey printer keeps classes apart: land outside, every class of every ramp, on every kind of page."""

from itertools import combinations

import pytest

pytestmark = pytest.mark.browser
RAMPS = {
    "need": "01234",
    "context": "01234",
    "hotspot": "0134",
    "kind": "01234",
    "quadrant": "0234",
    "difference": "014",
}
TEXTURED = ("need x", "need -", "need s", "hotspot 2")
APART = 20  # of 255: what an office printer still shows as two greys
PAGES = ("index.html", "npu-NO.html", "briefing-NO.html", "briefing-NO-1.html")
# What each class is filled with, where the page would draw it, and the paper around.
FILLS = """([holder, steps]) => {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  document.querySelector(holder).append(svg);
  return steps.map(step => {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('class', step.includes(' ') ? 'area' : step);
    if (step.includes(' ')) path.setAttribute('data-step', step);
    svg.append(path);
    return getComputedStyle(path).fill;
  });
}"""


def grey(colour):
    """Luma of a computed colour, 0 to 255."""
    return sum(part * float(shade) for part, shade in zip((0.299, 0.587, 0.114), colour[4:-1].split(","), strict=True))


def printed(open_page, folder, name):
    page = open_page(folder / name, width=794, height=1123).page
    page.emulate_media(media="print")
    return page, {"index.html": ".force-map", "npu-NO.html": "#print-map"}.get(name, ".paper-map")


@pytest.mark.parametrize("ramp", RAMPS)
@pytest.mark.parametrize("name", PAGES)
def test_land_outside_and_all_classes_differ_in_grey(open_page, folder, name, ramp):
    page, holder = printed(open_page, folder, name)
    steps = [f"{ramp} {step}" for step in RAMPS[ramp]]
    shades = dict(zip(steps, map(grey, page.evaluate(FILLS, [holder, steps])), strict=True)) | {"paper": 255.0}
    close = {pair: abs(shades[pair[0]] - shades[pair[1]]) for pair in combinations(shades, 2)}
    assert {pair: round(apart) for pair, apart in close.items() if apart < APART} == {}


@pytest.mark.parametrize("name", PAGES)
def test_what_is_not_a_class_has_a_texture_of_its_own(open_page, folder, name):
    page, holder = printed(open_page, folder, name)
    fills = page.evaluate(FILLS, [holder, list(TEXTURED)])
    assert len(set(fills)) == len(TEXTURED)
    assert all(fill.startswith("url(") for fill in fills)


@pytest.mark.parametrize("name", PAGES)
def test_land_of_other_units_is_paper(open_page, folder, name):
    page, holder = printed(open_page, folder, name)
    (other,) = page.evaluate(FILLS, [holder, ["neighbour"]])
    assert grey(other) >= 255 - APART / 2


def test_a_place_and_an_impact_area_differ_without_colour(open_page, folder):
    page, holder = printed(open_page, folder, "briefing-NO.html")
    lines = page.evaluate(
        "holder => ['place-line', 'designation-line', 'designation-core'].map(name => {"
        " const path = document.createElementNS('http://www.w3.org/2000/svg', 'path'); path.setAttribute('class', name);"
        " document.querySelector(holder).append(path); const {stroke, strokeWidth} = getComputedStyle(path);"
        " return [stroke, parseFloat(strokeWidth)]; })",
        holder,
    )
    (place, _), (decided, wide), (core, narrow) = lines
    assert grey(place) < 30
    assert grey(core) > 240  # a double line: dark, white, dark
    assert grey(decided) < 100
    assert wide > 2 * narrow
