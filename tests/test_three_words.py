"""Level, cluster and change are never mixed: every template, sentence builder, query and page is scanned."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HOME = Path(__file__).parents[1]
SCANNED = ("geo", "queries", "maps", "service", "docs", "docs_build", "data_samples")
KINDS = (".py", ".sql", ".js", ".html", ".css", ".md", ".ipynb", ".toml", ".svg")
# Absence of a cluster, or of a change, says nothing about chance; and nobody is lucky.
NEVER = {
    "beyond chance": re.compile(r"beyond\s+(what\s+)?chance", re.IGNORECASE),
    "luck": re.compile(r"\bluck(y|ily)?\b", re.IGNORECASE),
    "a hotspot for its level": re.compile(
        r"hotspot[^\"\n]{0,40}(above what is expected|times expected)", re.IGNORECASE
    ),
    "a level for a cluster": re.compile(r"(higher than expected|as expected)[^.\"\n]{0,30}hotspot", re.IGNORECASE),
    "a hotspot for a change": re.compile(r"hotspot[^.\"\n]{0,20}because it (rose|fell)", re.IGNORECASE),
    "a change for a level": re.compile(r"(rose|fell)[^.\"\n]{0,20}(above|below) expected", re.IGNORECASE),
}


def files():
    return sorted(
        path for room in SCANNED for path in (HOME / room).rglob("*") if path.suffix in KINDS and path.is_file()
    )


# The page that holds places before and after against each other quotes the reasons that were given before.
QUOTES = "docs/explanation/places-measured.md"


def said(path: Path) -> str:
    """The text of a file, without what the measured page quotes."""
    text = path.read_text(encoding="utf-8")
    return re.sub("`[^`]*`", "", text) if path == HOME / QUOTES else text


def faults(text: str) -> list[str]:
    """The rules that a text breaks."""
    return [name for name, pattern in NEVER.items() if pattern.search(text)]


def test_no_text_of_the_product_mixes_the_three_words():
    broken = {str(path.relative_to(HOME)): faults(said(path)) for path in files()}
    assert {name: found for name, found in broken.items() if found} == {}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("not beyond chance: none of its areas", "beyond chance"),
        ("nothing here is beyond\nwhat chance would explain", "beyond chance"),
        ("would be told from luck", "luck"),
        ("A hotspot: 2.1 times expected", "a hotspot for its level"),
        ("as expected, so no hotspot", "a level for a cluster"),
        ("a hotspot because it rose", "a hotspot for a change"),
        ("crime fell below expected", "a change for a level"),
    ],
)
def test_the_scan_finds_what_it_looks_for(text, fault):
    assert fault in faults(text)


def test_what_is_scanned_is_there():
    names = {path.suffix for path in files()}
    assert {".py", ".sql", ".js", ".html", ".md"} <= names
    scanned = {str(path.relative_to(HOME)) for path in files()}
    assert {"maps/templates/sentences.js", "maps/sentences/evidence.py", "maps/templates/briefing.html"} <= scanned
