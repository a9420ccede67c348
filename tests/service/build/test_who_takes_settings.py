"""A configuration goes whole only to the stages that read or record all of it; every other function takes its part."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs_build.rooms import ROOT

# Who takes it whole, and why.
WHOLE = {
    "service/build/pipeline.py": "hands each stage its part",
    "service/build/analyse_force.py": "hands each statistic its part",
    "service/build/load.py": "reads every file that the configuration names",
    "service/build/reference_data.py": "reads every file that the configuration names",
    "service/build/store_results.py": "stores the configuration with the build",
}


def takers(path: Path) -> Iterator[str]:
    """Functions with a parameter, and classes with a field, of the type ``Settings``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            arguments = node.args
            typed = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
            types = [argument.annotation for argument in typed]
        elif isinstance(node, ast.ClassDef):
            types = [field.annotation for field in node.body if isinstance(field, ast.AnnAssign)]
        else:
            continue
        named = [part for kind in types if kind for part in ast.walk(kind)]
        if any(isinstance(part, ast.Name) and part.id == "Settings" for part in named):
            yield node.name


def modules(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if not path.is_relative_to(ROOT / "service" / "settings")]


def test_only_stages_take_the_whole_configuration():
    found = {
        path.relative_to(ROOT).as_posix() for path in modules("geo", "queries", "maps", "service") if [*takers(path)]
    }
    assert found == set(WHOLE)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("def rank(areas, *, settings: Settings): ...", ["rank"]),
        ("def rank(settings: Settings | None): ...", ["rank"]),
        ("class Inputs:\n    settings: Settings", ["Inputs"]),
        ("def rank(need: Need) -> Settings: ...", []),
    ],
)
def test_a_planted_taker_is_found(tmp_path, code, names):
    (tmp_path / "planted.py").write_text(code, encoding="utf-8")
    assert [*takers(tmp_path / "planted.py")] == names
