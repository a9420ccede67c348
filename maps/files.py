"""Where the templates and the vendored library lie, and how they are read."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"
LEAFLET = Path(__file__).parent / "vendored" / "leaflet"


@cache
def template_text(name: str) -> str:
    """Text of a file in ``templates``, with line ends of one kind whatever the checkout did to them."""
    return (TEMPLATES / name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def leaflet_script() -> str:
    """Leaflet 1.9.4 as published, without the line that names its source map."""
    return (LEAFLET / "leaflet.js").read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def leaflet_style() -> str:
    """Leaflet's style sheet without its pictures: the pages use none of them, and a browser must not go looking."""
    css = (LEAFLET / "leaflet.css").read_text(encoding="utf-8").replace("\r\n", "\n")
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"[\w-]+:\s*url\([^)]*\);?", "", css)
    return re.sub(r"\s+", " ", css).strip()
