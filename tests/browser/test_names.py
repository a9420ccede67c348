"""No name on any map lies on an outline, a number, a flag or another name, as the browser draws them."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from made_up_sites import make_site

import maps
from tests.browser.collisions import count_names

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def decided(tmp_path_factory):
    """The made-up site with an Impact Area across the middle of each team's ground."""
    site = make_site()
    areas = site.areas.reset_index()[["area_code", "npu_code", "geometry"]]
    found = areas[areas["area_code"].isin(["E005", "E006", "E009", "E010"])].assign(designation_id="D1")
    row = {"name": "Elm", "since": date(2025, 4, 1), "review_date": date(2026, 4, 1), "designated_by": "Supt Khan"}
    designations = pd.DataFrame([{"designation_id": "D1", **row}])
    further = replace(site.further, designations=designations, designation_areas=found)
    return maps.write_site(replace(site, further=further), tmp_path_factory.mktemp("decided"))[0].parent


def names_of(page, name):
    """Names and what they cover on every drawing of a page, on screen and on paper."""
    if not name.startswith("npu-"):
        return [count_names(page, "index" if name == "index.html" else "sheet")]
    page.wait_for_timeout(100)
    shown = count_names(page, "unit")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    printed = count_names(page, "print")
    page.emulate_media(media="screen")
    return [shown, printed]


@pytest.mark.parametrize("width", [1440, 390])
def test_no_name_of_the_sample_covers_anything(open_page, sample_site, width):
    page = open_page(sample_site / "index.html", width=width, height=900).page
    found = []
    for path in [
        sample_site / "index.html",
        *sample_site.glob("npu-*.html"),
        *sample_site.glob("briefing-[A-Z]*.html"),
    ]:
        page.goto(path.as_uri())
        found += [(path.name, *one) for one in names_of(page, path.name)]
    assert [one for one in found if one[2]] == []
    assert sum(count for _, count, _ in found) > 150


@pytest.mark.parametrize("name", ["index.html", "npu-NO.html", "briefing-NO.html", "briefing-NO-1.html"])
def test_no_name_covers_an_impact_area_its_flag_or_a_number(open_page, decided, name):
    page = open_page(decided / name, width=1440, height=900).page
    assert page.locator(".designation-line").count() >= 1
    for count, covering in names_of(page, name):
        assert covering == []
        assert count >= 1


@pytest.mark.parametrize(
    ("mark", "what"),
    [(".paper-badge circle", "circle"), ("path.flag", "flag"), (".designation-line", "designation-line")],
)
def test_a_name_that_covers_something_is_counted(open_page, decided, mark, what):
    page = open_page(decided / "briefing-NO.html", width=1440, height=900).page
    page.evaluate(
        "mark => { const name = document.querySelector('.paper-map text.team-name'), holder = name.ownerSVGElement;"
        " const box = document.querySelector('.paper-map ' + mark).getBoundingClientRect();"
        " const at = new DOMPoint(box.left + 1, box.top + box.height / 2).matrixTransform(holder.getScreenCTM().inverse());"
        " name.setAttribute('x', at.x); name.setAttribute('y', at.y); }",
        mark,
    )
    assert what in {covered for _, covered in count_names(page, "sheet")[1]}


def test_the_drawing_without_a_script_shows_what_was_decided(open_page, decided):
    page = open_page(decided / "npu-NO.html", width=1440, height=900, java_script_enabled=False).page
    drawn, whole = (
        page.locator(f".plain-map path.{name}").bounding_box() for name in ("designation-line", "unit-edge")
    )
    # E005, E006, E009 and E010: the two squares in the middle, of four by four
    assert drawn["width"] == pytest.approx(whole["width"] / 2, rel=0.15)
    assert drawn["x"] - whole["x"] == pytest.approx(whole["width"] / 4, rel=0.15)
    assert drawn["y"] - whole["y"] == pytest.approx(whole["height"] / 4, rel=0.15)
