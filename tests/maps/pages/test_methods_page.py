"""The page of methods: the words of the documentation, in the folder of the pages, with nothing from outside."""

import re

from maps.model.force_view import see_force
from maps.pages.briefing import briefings
from maps.pages.collection_pages import Content, Frame, browse_page
from maps.pages.methods_page import methods_page


def test_it_has_the_words_of_the_documentation_and_the_marking(site):
    page = methods_page(site)
    assert "<h2>The four strands</h2>" in page
    assert page.count(site.words.marking) >= 2
    assert "{{" not in page
    assert re.findall(r'href="([^"]*)"', page) == ["index.html"]
    assert not re.search(r"<script|<img|<link|url\((?!#)|https?:", page)


def test_it_is_small(site):
    assert len(methods_page(site).encode()) < 50_000


def test_sheets_and_the_pages_of_collections_lead_to_it(site):
    sheets = briefings(see_force(site), "NO")
    assert sheets
    for sheet in sheets.values():
        assert '<a class="screen-only" href="methods.html">' in sheet
    page = browse_page(Frame(force_name="Elmshire Police"), Content(title="Areas", headline="Areas")).html
    assert '<a href="/methods.html">' in page
