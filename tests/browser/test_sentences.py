"""Every sentence that the pages of the sample can say reads well: proselint, the house's style, reading ages."""

from __future__ import annotations

import pytest

from tests.prose.linter import PAGES_MOST, lint, reading_age
from tests.prose.sentences import Said, collect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def said(sample_build, browser) -> list[Said]:
    """Every sentence of the sample's pages; what pages build themselves, of two units."""
    return collect(sample_build[0].site, browser, units=2)


def test_nothing_on_the_pages_makes_a_reader_stumble(said):
    found = [f"{one.kind}: {finding}" for one in said for finding in lint(one.text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("kind", ["index", "unit", "sheet", "methods", "glossary"])
def test_pages_are_read_at_thirteen(said, kind):
    assert reading_age(one.text for one in said if one.kind == kind) <= PAGES_MOST


def test_sentences_that_a_click_brings_are_among_them(said):
    texts = "\n".join(one.text for one in said)
    for words in (
        "per 1,000 residents",
        "a hotspot, here and in the areas around it",
        "Not in a proposed place",
        "Ten highest for",
    ):
        assert words in texts
