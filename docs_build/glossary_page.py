"""Makes the words of ``site/glossary.html`` from ``docs/reference/glossary.md``, so that both are one text."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "docs" / "reference" / "glossary.md"
TARGET = ROOT / "maps" / "templates" / "glossary_body.html"


def describe_words() -> str:
    """The glossary as HTML: each word with an address of its own, links to other documents left out."""
    words = "\n".join(
        f'<dt id="{word_id(word)}">{_inline(word)}</dt>\n<dd>{_inline(meaning)}</dd>' for word, meaning in _rows()
    )
    return f"<h1>Words</h1>\n<p>What the words on these pages mean.</p>\n<dl>\n{words}\n</dl>\n"


def _rows() -> list[tuple[str, str]]:
    """Word and meaning of each row of the table."""
    lines = [line for line in SOURCE.read_text(encoding="utf-8").splitlines() if line.startswith("| **")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [(word, " | ".join(meaning)) for word, *meaning in cells]


def word_id(word: str) -> str:
    """Address of a word: its letters and digits, small, before any bracket."""
    bold = re.match(r"\*\*(.+?)\*\*(?!\*)", word)
    plain = re.sub(r"[^a-z0-9]+", "-", (bold[1] if bold else word).lower().split(",")[0])
    return escape(plain.strip("-"))


def _inline(markdown: str) -> str:
    text = re.sub(r" *\(?!?\[([^\]]*)\]\([^)]*\)\)?", lambda link: "" if ".md" in link[1] else f" {link[1]}", markdown)
    return str(MarkdownIt("commonmark", {"html": False}).renderInline(text))
