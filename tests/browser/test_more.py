"""More on a place is one step away; its answer says why an area is in none."""

import pytest

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
    assert "Not in a proposed place. The best place found around it, of 2 areas, has 3% less need above" in told
    assert "than place 1, and only one is allowed here." in told
    page.click("#back")
    page.click("#top-areas tr[data-area='3'] button")
    assert "a place is connected, and chosen as a whole" in page.inner_text("#answer")


def test_fewer_places_than_wanted_are_explained(open_page, folder):
    text = open_page(folder / "npu-SO.html").text("#panel-body")
    assert "1 place instead of 3: no other connected areas within the limits rank above." in text
