"""Documentation says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs_build import python_api
from docs_build.reference import reference_pages
from docs_build.tables import TARGET
from queries.register.attach import TABLES
from queries.store.connection import table_names

ROOT = Path(__file__).parents[2]


PAGES = reference_pages()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_made_from_the_code_is_up_to_date(page):
    assert page.exists(), "run: make reference (python -m docs_build)"
    assert page.read_text(encoding="utf-8") == PAGES[page], "run: make reference (python -m docs_build)"


def test_no_page_is_left_of_a_room_that_has_gone():
    assert set(python_api.FOLDER.iterdir()) == {page for page in PAGES if page.parent == python_api.FOLDER}


def test_every_table_has_its_section():
    sections = re.findall(r"^## (\w+)$", TARGET.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert sections == sorted([*table_names(), *TABLES])


def test_every_strand_and_outcome_stands_in_the_glossary():
    glossary = (ROOT / "docs" / "reference" / "glossary.md").read_text(encoding="utf-8")
    for word in (
        "crime",
        "demand",
        "deprivation",
        "harm",
        "candidate",
        "designation",
        "hotspot",
        "need score",
        "quarantined",
    ):
        assert f"**{word}**" in glossary or f", {word}**" in glossary, word


def test_links_between_documents_lead_somewhere():
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} points at {target}"
