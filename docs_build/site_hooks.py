"""What MkDocs asks of us while it builds: the four parts in their order, each page found in its folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

PARTS = {
    "Tutorials": "tutorials",
    "How to": "how-to",
    "Reference": "reference",
    "Explanation": "explanation",
    "Decisions": "decisions",
}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put every page of each part into the navigation, so that a new page needs no entry."""
    docs = Path(config.docs_dir)
    config.nav = ["index.md", *({title: pages_of(docs, folder)} for title, folder in PARTS.items())]
    return config


def pages_of(docs: Path, folder: str) -> list[Any]:
    """The pages of a folder; a folder below it becomes a group of its own."""
    inner = sorted(one for one in (docs / folder).iterdir() if one.is_dir() and any(one.glob("*.md")))
    pages = [page.relative_to(docs).as_posix() for page in sorted((docs / folder).glob("*.md"))]
    groups = [{one.name.capitalize(): pages_of(docs, f"{folder}/{one.name}")} for one in inner]
    return [*pages, *groups]


def on_post_page(output: str, **_: object) -> str:
    """Leave out the roles of docstrings (``:func:``), which Markdown does not know."""
    return re.sub(r":(?:func|class|meth|mod|data|attr):(?=<code>)", "", output)
