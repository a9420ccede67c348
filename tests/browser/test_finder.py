"""Finding a place: one search on the index and on every unit's page, by keyboard, with no network."""

import pytest

pytestmark = pytest.mark.browser
NORTH = "npu-NO.html"


def offered(page):
    return page.locator("#find-list [role=option]").all_inner_texts()


@pytest.mark.parametrize("name", ["index.html", NORTH])
@pytest.mark.parametrize(
    ("typed", "answers", "address"),
    [
        ("Southam", ["Southam: open it"], "npu-SO.html"),
        (
            "ced",
            ["Cedar (ward) is in Southam: open it", "Cedar (proposed place) is in Southam: open it"],
            "npu-SO.html#ward=Cedar",
        ),
        ("e020", ["Elm E020 (E020) is in Southam: open it"], "npu-SO.html#area=E020"),
    ],
)
def test_a_place_elsewhere_is_named_with_its_unit_and_opened(open_page, folder, name, typed, answers, address):
    opened = open_page(folder / name)
    page = opened.page
    page.focus("#find")
    if name == NORTH:
        page.wait_for_function("window.forcePlaces")
    page.keyboard.type(typed)
    assert offered(page) == answers
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{address}*")
    assert opened.complaints == []
    assert [url for url in opened.requests if not url.startswith("file:")] == []


def test_the_link_opens_the_page_at_the_place(open_page, folder):
    page = open_page(folder / "index.html").page
    page.fill("#find", "cedar")
    page.press("#find", "Enter")
    page.locator("#answer h2", has_text="Cedar").wait_for()
    assert "Ward in Southam" in page.inner_text("#answer")
    assert "8 areas, highest need first" in page.inner_text("#answer")
    assert "L" in page.locator("path.sector-line").get_attribute("d")


def test_a_place_in_this_unit_is_shown_on_this_map(open_page, folder):
    opened = open_page(folder / NORTH)
    page = opened.page
    page.fill("#find", "birch")
    assert offered(page) == ["Birch Hill and Lower Meadow (ward) is in Northam: show it"]
    page.press("#find", "Enter")
    assert page.locator("#answer .members li").count() == 8
    assert page.evaluate("decodeURIComponent(location.hash)").startswith("#ward=Birch+Hill+and+Lower+Meadow")
    page.keyboard.press("Escape")
    assert page.is_hidden("#answer")
    assert "L" not in (page.locator("path.sector-line").get_attribute("d") or "")
    assert opened.complaints == []


@pytest.mark.parametrize("typed", ["EL3 1", "el31", "EL3 1AB"])
def test_a_postcode_or_its_sector_finds_its_areas(open_page, folder, typed):
    page = open_page(folder / NORTH).page
    page.fill("#find", typed)
    assert offered(page) == ["EL3 1 (postcode sector) is in Northam: show it"]
    page.press("#find", "Enter")
    # E002 has more need than E004
    assert page.locator("#answer .members .link").all_inner_texts() == ["Elm E002", "Elm E004"]
    page.click("#answer .members .link >> nth=1")
    assert page.inner_text("#answer h2") == "Elm E004"


def test_a_settlement_is_shown_with_the_area_that_it_lies_in(open_page, folder):
    page = open_page(folder / "index.html").page
    page.fill("#find", "elmbury")
    assert offered(page) == ["Elmbury (settlement) is in Northam: open it"]
    page.press("#find", "Enter")
    page.wait_for_url("**/npu-NO.html#settlement=Elmbury*")
    # 431300, 301300 lies in the third column and the third row of squares of 500 metres
    assert page.locator("#answer .members .link").all_inner_texts() == ["Elm Green (Elm E010)"]


def test_the_beginning_of_a_postcode_finds_its_sectors(open_page, folder):
    page = open_page(folder / NORTH).page
    page.fill("#find", "EL3")
    assert [found.split(" (")[0] for found in offered(page)] == ["EL3 1", "EL3 2"]


def test_it_says_what_it_takes_and_when_it_finds_nothing(open_page, folder):
    page = open_page(folder / "index.html").page
    known = "a district, ward, local area, settlement, proposed place, Impact Area"
    takes = f"{known}, an area by its name or code, or a postcode."
    assert page.inner_text("#find-takes") == f"Takes {takes}"
    page.fill("#find", "zzz")
    assert page.inner_text("#find-said") == f"Nothing here is called “zzz”. The search takes {takes}"
    assert page.is_hidden("#find-list")


def test_a_long_list_says_that_it_goes_on(open_page, folder):
    page = open_page(folder / "index.html").page
    page.fill("#find", "elm")
    assert len(offered(page)) == 8
    # 32 areas, Elm Green and Elmbury
    assert page.text_content("#find-said") == "The first 8 of 34: type more of the name."
    assert offered(page)[0] == "Elm Green (local area) is in Northam: open it"


def test_case_accents_and_signs_do_not_matter(open_page, folder):
    page = open_page(folder / "index.html").page
    for typed in ("BIRCH HILL & lower", "lower-meadow  birch", "Bïrch"):
        page.fill("#find", typed)
        assert offered(page) == ["Birch Hill and Lower Meadow (ward) is in Northam: open it"]


def test_the_list_is_walked_by_arrow_keys_and_left_by_escape(open_page, folder):
    page = open_page(folder / NORTH).page
    page.fill("#find", "elm e00")
    box = page.locator("#find")
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "find-1"
    assert page.locator("#find-list [aria-selected=true]").inner_text().startswith("Elm E001")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") == "find-7"
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert page.evaluate("document.activeElement.id") == "find"


def test_what_is_chosen_by_mouse_is_shown_too(open_page, folder):
    page = open_page(folder / NORTH).page
    page.fill("#find", "ashby")
    page.click("#find-list [role=option]")
    assert page.inner_text("#answer h2") == "Ashby"


@pytest.mark.parametrize(
    "address", ["#ward=Nowhere", "#ward=__proto__", "#sector=constructor", "#team=x", "#local=<b>"]
)
def test_a_place_that_is_not_there_opens_the_page_as_it_is(open_page, folder, address):
    opened = open_page(folder / NORTH)
    opened.page.goto((folder / NORTH).as_uri() + address)
    opened.page.reload()
    assert opened.page.is_hidden("#answer")
    assert opened.complaints == []


def test_without_a_script_the_index_has_its_map_and_lists_and_no_search(open_page, folder):
    page = open_page(folder / "index.html", java_script_enabled=False).page
    assert page.is_visible(".force-map")
    assert page.locator(".units a").count() == 2
    assert page.is_hidden("#find")


def test_a_page_that_was_passed_on_alone_searches_its_own_unit_and_says_so(open_page, folder, tmp_path):
    (tmp_path / NORTH).write_bytes((folder / NORTH).read_bytes())
    page = open_page(tmp_path / NORTH).page
    page.fill("#find", "birch")
    assert offered(page) == ["Birch Hill and Lower Meadow (ward) is in Northam: show it"]
    page.fill("#find", "cedar")
    page.locator("#find-said", has_text="places.js is not beside this page").wait_for()
    page.fill("#find", "E012")
    assert offered(page) == ["Elm E012 (E012) is in Northam: show it"]


def test_names_of_other_units_are_fetched_only_when_somebody_searches(open_page, folder):
    opened = open_page(folder / NORTH)
    assert len(opened.requests) == 1
    opened.page.focus("#find")
    opened.page.wait_for_function("window.forcePlaces")
    assert [url.rsplit("/", 1)[1] for url in opened.requests] == [NORTH, "places.js"]


@pytest.mark.parametrize("name", ["index.html", NORTH])
def test_places_and_impact_areas_are_found_by_name(open_page, folder, name):
    opened = open_page(folder / name)
    page = opened.page
    page.fill("#find", "ashby")
    how = "show it" if name == NORTH else "open it"
    assert offered(page)[1] == f"Ashby (proposed place) is in Northam: {how}"
    page.click("#find-list [role=option] >> nth=1")
    page.locator("#answer h2", has_text="Ashby").wait_for()
    assert "Proposed Impact Area in Northam" in page.inner_text("#answer")
    assert opened.complaints == []


def test_an_impact_area_that_is_no_place_is_found_with_its_unit(open_page, folder):
    page = open_page(folder / NORTH).page
    page.fill("#find", "ashby impact")
    assert offered(page) == ["Ashby Impact Area (Impact Area) is in Northam: show it"]
    line = page.locator("path.designation-line").first
    before = line.bounding_box()["width"]
    page.keyboard.press("Enter")
    page.wait_for_timeout(600)  # the map moves for a quarter of a second
    assert line.bounding_box()["width"] > 1.2 * before
