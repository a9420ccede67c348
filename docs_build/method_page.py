"""Makes the words of ``site/methods.html`` from ``docs/explanation/methods.md``, so that both are one text."""

from __future__ import annotations

import re
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "docs" / "explanation" / "methods.md"
TARGET = ROOT / "maps" / "templates" / "methods_body.html"


def describe_methods() -> str:
    """The page of methods as HTML, without links: the other documents are not beside the pages of a force."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", SOURCE.read_text(encoding="utf-8"))
    return str(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))
