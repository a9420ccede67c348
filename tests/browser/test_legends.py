"""What a legend, the list beside the map and a preview say: counts with rates, editions, words of art, numbers in sight."""

import re

import pytest

pytestmark = pytest.mark.browser
NORTH = "npu-NO.html"
# E001 has 310 recorded crimes and 1,010 residents; the unit's areas have 320, 310 … 170 and 1,000, 1,010 … 1,150.
RATE, OF_UNIT = 1000 * 310 / 1010, 1000 * 245 / 1075


def show(page, layer):
    page.click("#chooser-button")
    page.locator(f"#option-{layer}").click()


def test_a_count_stands_beside_its_rate_and_that_of_the_unit(open_page, folder):
    page = open_page(folder / NORTH).page
    page.click("#chooser-button")
    whole = f"3,920, {OF_UNIT:.0f} per 1,000 residents"
    assert page.inner_text("#option-crime .option-rate") == whole
    page.locator("#option-crime").click()
    assert page.inner_text("#legend-counts") == f"Counts, not rates: Northam has {whole}."
    words = f"310 recorded crimes, {RATE:.0f} per 1,000 residents ({RATE / OF_UNIT:.1f} times the unit)"
    assert words in page.get_attribute("path.area[data-area='1']", "aria-label")
    row = page.locator("#top-areas tr[data-area='1'] td").all_inner_texts()
    assert (row[0], row[2], row[3]) == ("2", "310", f"{RATE:.0f}")


def test_where_few_people_live_there_is_a_warning_and_no_rate(open_page, folder):
    page = open_page(folder / NORTH).page
    show(page, "crime")
    assert "290 recorded crimes; few people live here, so no rate" in page.get_attribute(
        "path.area[data-area='3']", "aria-label"
    )
    assert page.locator("#top-areas tr[data-area='3'] td").last.inner_text() == "few residents"


def test_scores_are_never_so_many_times_another(open_page, folder):
    page = open_page(folder / NORTH).page
    page.click("path.area[data-area='1']")
    answer = page.inner_text("#answer")
    assert "Deprivation score 31, higher than 95% of areas" in answer
    assert "Harm score 3,100 (days of prison), higher than 95% of areas" in answer
    assert not re.search(r"[Ss]core [^.;]*times", answer)


@pytest.mark.parametrize(
    ("layer", "dated"),
    [
        ("deprivation", "Indices of Deprivation 2025"),
        ("decile", "Indices of Deprivation 2025"),
        ("decile-income", "Indices of Deprivation 2025"),
        ("residents", "Census 2021"),
        ("crime", "April 2025 to June 2025"),
    ],
)
def test_a_layer_is_dated_by_the_edition_of_its_data(open_page, folder, layer, dated):
    page = open_page(folder / NORTH).page
    show(page, layer)
    assert page.inner_text("#legend-period") == dated


def test_the_list_beside_the_map_follows_the_layer(open_page, folder):
    page = open_page(folder / NORTH).page
    before = page.locator("#top-areas tr").all_inner_texts()
    show(page, "type-burglary")
    assert page.inner_text("#ranking-title") == "Ten highest for burglary"
    assert page.locator("#top-areas tr").count() == 10
    shown = [int(text) for text in page.locator("#top-areas td:nth-child(3)").all_inner_texts()]
    assert shown == sorted(shown, reverse=True)
    show(page, "decile")
    assert page.inner_text("#ranking-title") == "Ten most deprived: deprivation decile"
    assert page.inner_text("#top-areas td:nth-child(3)") == "1"
    show(page, "hotspot-all-recorded-crime")
    assert page.inner_text("#ranking-title") == "Hotspots of all recorded crime, highest need first"
    show(page, "need")
    assert page.locator("#top-areas tr").all_inner_texts() == before


def test_each_part_of_a_score_has_its_number(open_page, folder):
    page = open_page(folder / NORTH).page
    for row in page.locator("#top-areas tr").all():
        score, parts = row.locator("td.figure").last.inner_text(), row.locator(".parts-sum").inner_text()
        assert len(parts.split(" + ")) == 4
        assert abs(sum(map(int, parts.split(" + "))) - int(score)) <= 2  # each is rounded
    assert page.locator(".bar-figure").first.inner_text().isdigit()


def test_a_preview_hides_no_badge(open_page, folder):
    page = open_page(folder / NORTH).page
    badge = page.locator(".badge-target").first.bounding_box()
    middle = badge["x"] + badge["width"] / 2, badge["y"] + badge["height"] / 2
    for across, down in [(0, 60), (50, 0), (-50, 0), (0, -50), (40, 70)]:
        page.mouse.move(middle[0] + across, middle[1] + down)
        page.mouse.move(middle[0] + across + 1, middle[1] + down + 1)
        assert page.evaluate("at => document.elementFromPoint(...at).closest('.badge-target') !== null", list(middle))
        boxes = page.evaluate(
            "[...document.querySelectorAll('.area-tip')].map(tip => tip.getBoundingClientRect())"
            ".map(({left, right, top, bottom}) => [left, right, top, bottom])"
        )
        for left, right, top, bottom in boxes[-1:]:  # an earlier one may still fade away
            beside = left >= middle[0] + 15 or right <= middle[0] - 15
            assert beside or top >= middle[1] + 15 or bottom <= middle[1] - 15


def test_more_unfolds(open_page, folder, tmp_path):
    crowded = tmp_path / "crowded.html"
    text = (folder / NORTH).read_text(encoding="utf-8")
    layer = re.search(r'\{"id":\s?"hotspot-all-recorded-crime".*?"series":', text)[0]
    more = "".join(
        layer.replace("all-recorded-crime", f"kind-{at}").replace("all recorded crime", f"kind {at}") + "null},"
        for at in range(7)
    )
    crowded.write_text(text.replace(layer, more + layer), encoding="utf-8")
    page = open_page(crowded).page
    page.press("path.area[data-area='0']", "Enter")  # a badge lies over its middle
    said = page.locator("#answer p", has_text="a hotspot, here and in the areas around it")
    assert "kind 3 and 5 more." in said.inner_text()
    page.get_by_role("button", name="5 more").click()
    assert "kind 6, all recorded crime and harm." in said.inner_text()


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_no_title_is_cut(open_page, folder, width):
    page = open_page(folder / NORTH, width=width, height=844).page
    show(page, "similar-crime")
    for holder in ("#chooser-button", "#legend-title", "#ranking-title"):
        cut = page.eval_on_selector(
            holder, "node => node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1"
        )
        assert not cut, holder


def test_terms_of_art_lead_to_the_glossary_once_in_a_view(open_page, folder):
    page = open_page(folder / NORTH).page
    words = set(re.findall(r'<dt id="([^"]+)"', (folder / "glossary.html").read_text(encoding="utf-8")))
    page.click("path.area[data-area='1']")
    for view in ("#answer", "figcaption", "#panel-body"):
        linked = page.eval_on_selector_all(f"{view} a.term", "nodes => nodes.map(node => node.getAttribute('href'))")
        assert linked, view
        assert len(linked) == len(set(linked))
        assert {link.removeprefix("glossary.html#") for link in linked} <= words
    page.locator("#answer a.term").first.click()
    assert page.url.split("/")[-1].startswith("glossary.html#")
    assert page.locator(":target").count() == 1
