"""Writes ``docs/reference/python``: a page for each room that a notebook may import.

The docstrings themselves are read when the site is built.
"""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "reference" / "python"
HEAD = """# {name}

{purpose}

Made from the docstrings of `{name}` when the site is built (`make docs`).

::: {name}
"""


def python_pages() -> dict[Path, str]:
    """Each page and its text: the rooms of ``geo``, and how a notebook opens a workspace."""
    rooms = [f"geo.{path.parent.name}" for path in sorted((ROOT / "geo").glob("*/__init__.py"))]
    names = [*rooms, "geo.thresholds", "geo.exceptions", "service.workspace"]
    return {FOLDER / f"{name}.md": HEAD.format(name=name, purpose=purpose(name)) for name in names}


def purpose(name: str) -> str:
    """What a module says of itself, first of all."""
    path = ROOT.joinpath(*name.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").partition("\n\n")[0]
