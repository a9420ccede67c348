"""The page of methods: the words of the documentation, in the folder of the pages, with nothing from outside."""

import re

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
