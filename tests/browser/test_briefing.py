"""A sheet fills one side of A4, and says the same to everyone."""

import re

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", ["briefing-NO.html", "briefing-NO-1.html"])
def test_a_sheet_is_one_page_of_a4(open_page, folder, name):
    opened = open_page(folder / name)
    pdf = opened.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == 1
    assert len(opened.requests) == 1
    assert opened.complaints == []


def test_every_sheet_of_the_sample_is_one_page_however_much_there_is_to_say(open_page, sample_site):
    page = open_page(sample_site / "index.html").page
    pages = {}
    for sheet in sorted(sample_site.glob("briefing-*.html")):
        page.goto(sheet.as_uri())
        pages[sheet.name] = len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True)))
    assert len(pages) > 20
    assert {name: count for name, count in pages.items() if count != 1} == {}


def test_the_marking_stands_at_both_ends_of_the_paper(open_page, folder):
    page = open_page(folder / "briefing-NO-1.html", width=794, height=1123).page
    page.emulate_media(media="print")
    top, bottom = (page.locator(f".marking.{end}").bounding_box() for end in ("top", "bottom"))
    assert top["y"] == 0
    assert bottom["y"] + bottom["height"] == pytest.approx(1123, abs=1)


def test_a_sheet_leads_back_to_the_map(open_page, folder):
    page = open_page(folder / "npu-NO.html").page
    page.click(".shortlist a")
    assert page.url.endswith("briefing-NO-1.html")
    page.click(".sources a")
    assert page.url.endswith("npu-NO.html#place=NO-1")
