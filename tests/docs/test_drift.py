"""Documentation says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from docs import queries as query_page
from docs.tables import TARGET, describe_tables
from queries.register.attach import TABLES
from queries.store.connection import table_names

ROOT = Path(__file__).parents[2]


def test_the_page_of_tables_is_up_to_date():
    assert TARGET.read_text(encoding="utf-8") == describe_tables(), "run: python -m docs.tables"


def test_the_page_of_queries_is_up_to_date():
    assert query_page.TARGET.read_text(encoding="utf-8") == query_page.describe_queries(), "run: python -m docs.queries"


def test_every_table_has_its_section():
    sections = re.findall(r"^## (\w+)$", TARGET.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert sections == sorted([*table_names(), *TABLES])


def test_every_strand_and_outcome_stands_in_the_glossary():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
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
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} points at {target}"
