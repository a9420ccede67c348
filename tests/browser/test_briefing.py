"""A sheet fills one side of A4, and says the same to everyone."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from made_up_sites import make_site

import maps
from tests.browser.inspect_site import LEAST_POINTS, count_sides, inspect_sheets, smallest_letters

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", ["briefing-NO.html", "briefing-NO-1.html", "handout.html"])
def test_a_sheet_is_one_page_of_a4(open_page, folder, name):
    opened = open_page(folder / name)
    pdf = opened.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == 1
    assert len(opened.requests) == 1
    assert opened.complaints == []


def test_every_sheet_of_the_sample_is_one_page_however_much_there_is_to_say(browser, sample_site):
    sheets = list(inspect_sheets(browser, sample_site))
    assert len(sheets) > 20
    assert [one for one in sheets if one[1] != 1] == []
    assert [one for one in sheets if one[2] < LEAST_POINTS - 0.05] == []


def test_a_second_side_and_small_letters_would_be_counted(open_page, folder):
    page = open_page(folder / "briefing-NO.html").page
    page.evaluate("document.querySelector('main').style.minHeight = '320mm'")
    assert count_sides(page) == 2
    page.evaluate("document.querySelector('.sources').style.fontSize = '8pt'")
    assert smallest_letters(page) == pytest.approx(8, abs=0.1)


REASON = (
    "25,202 recorded crimes, 5.2 times the force\u2019s rate per resident; harm 4.6 times; anti-social behaviour 3.6 "
    "times. On average its areas rank above 97% of the force for crime and 96% for harm. 8 of the 10 are hotspots."
)
CAUTION = "Counts were made by a third party: a single area can differ from the official file by some of its crimes."


def make_full_site():
    """Three places in the north with all there is to say of them, many cautions, and all but the best areas left out."""
    site = make_site()
    first = site.candidates.iloc[:1].assign(candidate_name="Birch Hill and Lower Meadow", reason=REASON)
    places = [first.assign(candidate_id=f"NO-{rank}", rank=rank) for rank in (1, 2, 3)]
    held = {"candidate_id": ["NO-1", "NO-2", "NO-3"], "area_code": ["E004", "E008", "E012"]}
    row = site.further.evidence.left_out
    left_out = pd.concat([row.assign(area_code=f"E{at:03d}", own_place_areas=10.0) for at in range(10)])
    evidence = replace(site.further.evidence, left_out=left_out)
    return replace(
        site,
        candidates=pd.concat([*places, site.candidates.iloc[1:]], ignore_index=True),
        candidate_areas=pd.concat([pd.DataFrame(held), site.candidate_areas.iloc[3:]], ignore_index=True),
        words=replace(site.words, cautions=(CAUTION,) * 10, attributions=site.words.attributions * 4),
        further=replace(site.further, evidence=evidence),
    )


def test_a_sheet_with_areas_left_out_beside_three_places_is_one_page(open_page, tmp_path):
    index, *_ = maps.write_site(make_full_site(), tmp_path)
    page = open_page(index.parent / "briefing-NO.html").page
    page.emulate_media(media="print")
    assert page.locator("ol.plain > li").count() == 3
    assert page.locator(".left-out p").count() >= 1
    sizes = page.eval_on_selector_all(
        ".left-out p, ol.plain p", "them => them.map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 12 - 0.01  # 9 pt
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == 1


def test_the_marking_stands_at_both_ends_of_the_paper(open_page, folder):
    page = open_page(folder / "briefing-NO-1.html", width=794, height=1123).page
    page.emulate_media(media="print")
    top, bottom = (page.locator(f".marking.{end}").bounding_box() for end in ("top", "bottom"))
    assert top["y"] == 0
    assert bottom["y"] + bottom["height"] == pytest.approx(1123, abs=1)


def test_a_sheet_leads_back_to_the_map(open_page, folder):
    page = open_page(folder / "npu-NO.html").page
    page.click(".shortlist a[href^='briefing']")
    assert page.url.endswith("briefing-NO-1.html")
    page.click(".sources a[href*='npu-']")
    assert page.url.endswith("npu-NO.html#place=NO-1")
