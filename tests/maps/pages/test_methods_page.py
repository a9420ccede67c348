"""The page of methods: the words of the documentation, in the folder of the pages, with nothing from outside."""

import re

from maps.model.force_view import see_force
from maps.pages.briefing import briefings
from maps.pages.collection_pages import Content, Frame, browse_page
from maps.pages.methods_page import glossary_page, methods_page
from maps.text.glossary_links import TERMS, link_terms


def test_it_has_the_words_of_the_documentation_and_the_marking(site):
    page = methods_page(site)
    assert "<h2>The four strands</h2>" in page
    assert page.count(site.words.marking) >= 2
    assert "{{" not in page
    assert {link.split("#")[0] for link in re.findall(r'href="([^"]*)"', page)} == {"index.html", "glossary.html"}
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


def test_the_accuracy_of_coordinates_is_stated(site):
    assert "good to a few metres" in methods_page(site)


def test_every_term_has_a_word_in_the_glossary(site):
    page = glossary_page(site)
    words = re.findall(r'<dt id="([^"]+)"', page)
    assert len(words) == len(set(words)) > 40
    assert set(TERMS.values()) <= set(words)
    assert not re.search(r"<script|<img|<link|url\((?!#)|https?:|\.md", page)


def test_the_first_use_of_a_term_is_a_link_and_headlines_and_buttons_stay():
    page = "<h1>Harm</h1><p>Hotspots of harm, a hotspot, and charm.</p><button>demand</button><p title='harm'>Harm</p>"
    assert link_terms(page) == (
        '<h1>Harm</h1><p><a class="term" href="glossary.html#hotspot">Hotspots</a> of '
        '<a class="term" href="glossary.html#harm">harm</a>, a hotspot, and charm.</p>'
        "<button>demand</button><p title='harm'>Harm</p>"
    )
