"""More on a place is one step away; its answer says why an area is in none."""

import re
from dataclasses import replace

import pytest
from made_up_sites import make_site

import maps

pytestmark = pytest.mark.browser
NORTH = "npu-NO.html"


def drawn(page, name):
    return page.locator(f"path.{name}").get_attribute("d") or ""


def test_evidence_and_other_choices_are_one_step_away(open_page, folder):
    opened = open_page(folder / NORTH)
    page = opened.page
    page.click("[data-select-place='0']")
    assert page.locator(".more li").first.is_hidden()
    page.focus(".more summary")
    page.keyboard.press("Enter")
    told = page.inner_text(".more")
    for words in (
        "Reasons for caution",
        "None of its 3 areas is a hotspot.",
        "Much higher than the rest of Northam: harm and robbery.",
        "Proven: no other choice of places in Northam",
        "Replacing Elm E004 with Elm E002 would lower the place's total need by 1%.",
        "For the equality assessment; never used in the rank.",
    ):
        assert words in told
    assert opened.complaints == []


def test_another_place_is_drawn_on_demand_and_goes_with_the_selection(open_page, folder):
    page = open_page(folder / NORTH).page
    page.click("[data-select-place='0']")
    page.click(".more summary")
    assert "L" not in drawn(page, "option-line")
    page.click("[data-option='0']")
    assert page.get_attribute("[data-option='0']", "aria-pressed") == "true"
    # E000, E001 and E005 make an L of three squares: one closed line, and nothing inside it
    assert drawn(page, "option-line").count("M") == 1
    page.keyboard.press("Escape")
    assert "L" not in drawn(page, "option-line")


def test_more_stays_open_when_the_measure_changes(open_page, folder):
    page = open_page(folder / NORTH).page
    page.click("[data-select-place='0']")
    page.click(".more summary")
    page.click("#chooser-button")
    page.get_by_role("option", name="Crime", exact=True).click()
    assert page.locator(".more li").first.is_visible()


def test_an_area_of_high_need_in_no_place_says_why(open_page, folder):
    page = open_page(folder / NORTH).page
    page.click("#top-areas tr[data-area='2'] button")
    told = page.inner_text("#answer")
    assert "Not in a proposed place. The best place around it (2 areas) has 3% less total need than" in told
    assert "than place 1. In this unit, only one is allowed." in told
    page.click("#back")
    page.click("#top-areas tr[data-area='3'] button")
    assert "a place is connected, and chosen as a whole" in page.inner_text("#answer")


def test_fewer_places_than_wanted_are_explained(open_page, folder):
    text = open_page(folder / "npu-SO.html").text("#panel-body")
    assert "1 place instead of 3: no other connected areas within the limits rank above." in text


def test_a_long_exchange_unfolds_and_the_answer_stays_whole(open_page, folder, tmp_path):
    page = (folder / NORTH).read_text(encoding="utf-8")
    long = re.sub(r'"areas":\[0,1,5\],"beyond":\["Elm E016"\]', '"areas":[0,1,5,6,7,8,9],"beyond":["Elm E016"]', page)
    assert long != page
    (tmp_path / "long.html").write_text(long, encoding="utf-8")
    page = open_page(tmp_path / "long.html").page
    page.click("[data-select-place='0']")
    page.click(".more summary")
    item = page.locator(".more li", has_text="would lower").nth(1)
    assert "Replacing Elm E004 with Elm E005, Elm E006 and 4 more would lower" in item.inner_text()
    page.get_by_role("button", name="4 more").click()
    assert (
        "with Elm E005, Elm E006, Elm E007, Elm E009, Elm E016 and Elm Green (Elm E008) would lower"
        in item.inner_text()
    )


def make_long_lists():
    """Seven areas of the north, two of the place among them, whose rank depends on police activity."""
    site = make_site()
    flagged = site.ranking.index.isin([f"E{at:03d}" for at in range(7)])
    return replace(site, ranking=site.ranking.assign(feedback_flag=flagged))


@pytest.fixture(scope="module")
def long_lists(tmp_path_factory):
    return maps.write_site(make_long_lists(), tmp_path_factory.mktemp("long"))[0].parent


@pytest.mark.parametrize("script", [True, False])
def test_a_list_on_a_sheet_unfolds_on_screen_and_is_whole_on_the_last_page(open_page, long_lists, script):
    page = open_page(long_lists / "briefing-NO.html", java_script_enabled=script).page
    line = page.locator(".careful li", has_text="depend more than most")
    assert "Elm E003 and 3 more depend" in line.inner_text()
    assert "Elm E005" not in line.inner_text()
    page.click(".careful summary")
    assert "3 more: Elm E004, Elm E005, Elm E006 depend more than most" in line.inner_text()
    page.emulate_media(media="print")
    assert "3 more (all on the last page of this set) depend" in line.inner_text()
    page.goto((long_lists / "briefing-notes.html").as_uri())
    assert "Northam. The ranks of Elm E000, Elm E001, Elm E002, Elm E003, Elm E004, Elm E005 and Elm E006 depend" in (
        page.inner_text("main")
    )


def test_the_signs_of_a_folded_list_reach_no_page(long_lists):
    for page in long_lists.glob("*.html"):
        assert not re.search("[\ue001-\ue003]", page.read_text(encoding="utf-8")), page.name


def test_the_rest_of_what_changed_is_on_paper(open_page, folder, tmp_path):
    text = (folder / "index.html").read_text(encoding="utf-8")
    lines = "".join(f"<li>Place {at} changed.</li>" for at in range(9))
    cut = f'<details class="on-paper-too"><summary>9 more</summary><ul>{lines}</ul></details>'
    (tmp_path / "index.html").write_text(text.replace("<h1>", f"{cut}<h1>", 1), encoding="utf-8")
    page = open_page(tmp_path / "index.html", width=794, height=1123).page
    assert page.get_by_text("Place 8 changed.").is_hidden()
    page.emulate_media(media="print")
    assert page.get_by_text("Place 8 changed.").bounding_box()["height"] > 5
    assert page.locator("summary").first.is_hidden()
