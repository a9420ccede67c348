"""Docstrings name what the signature names.

For every public function of `geo`: parameters that are listed are those of the signature, in its order; a refusal that
the function itself raises is named; and the function that gives its module its name says what it takes and what comes
back. For every function that a room of any package exports: Parameters and Returns (or Yields) are there, too. An
exported class has a docstring. Ruff checks the form everywhere.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = [
    ".".join(path.parent.relative_to(ROOT).parts)
    for package in ("geo", "queries", "maps", "service")
    for path in sorted((ROOT / package).rglob("__init__.py"))
]
REFUSALS = {"ConfigurationRefused", "InputRefused", "NotAllowed", "NothingFound", "SeveralRefused", "WrongUsage"}


def sections(docstring: str) -> dict[str, list[str]]:
    """The lines of each numpydoc section."""
    found: dict[str, list[str]] = {}
    lines = docstring.splitlines()
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if re.fullmatch("-{3,}", below.strip()) and len(below.strip()) == len(line.strip()):
            current = found.setdefault(line.strip(), [])
        elif found and not re.fullmatch("-{3,}", line.strip()):
            current.append(line)
    return found


def names_in(lines: list[str]) -> list[str]:
    """What a section describes: `before, after : Series` names two."""
    heads = [line.partition(" : ")[0] for line in lines if line and not line[0].isspace()]
    return [name.strip().lstrip("*") for head in heads for name in head.split(",")]


def faults(function: ast.FunctionDef, *, whole: bool) -> Iterator[str]:
    """Where a docstring and its signature differ; a `whole` one says what the function takes and what comes back."""
    said, arguments = sections(ast.get_docstring(function) or ""), function.args
    every = [*arguments.posonlyargs, *arguments.args, arguments.vararg, *arguments.kwonlyargs, arguments.kwarg]
    signature = [argument.arg for argument in every if argument]
    gives = not (isinstance(function.returns, ast.Constant) and function.returns.value is None)
    if "Parameters" in said and names_in(said["Parameters"]) != signature:
        yield f"Parameters are {names_in(said['Parameters'])}, not {signature}"
    if whole and gives and not said.keys() & {"Returns", "Yields"}:
        yield "Returns is missing"
    raised = {
        node.exc.func.id
        for node in ast.walk(function)
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name)
    }
    named = set(names_in(said.get("Raises", [])))
    if (unnamed := (raised & REFUSALS) - named) and "Refusal" not in named:
        yield f"Raises does not name {sorted(unnamed)}"
    if whole and signature and "Parameters" not in said:
        yield "Parameters is missing"


def public_functions(path: Path) -> list[ast.FunctionDef]:
    """The functions of a module that others may use."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return [node for node in body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "geo").rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_docstrings_name_what_signatures_name(path):
    found = [
        f"{one.name}: {fault}" for one in public_functions(path) for fault in faults(one, whole=one.name == path.stem)
    ]
    assert found == []


def exported(room: str) -> list[tuple[str, object]]:
    """The public names of a room that are defined in its package."""
    package = import_module(room)
    named = [(name, getattr(package, name)) for name in getattr(package, "__all__", [])]
    return [
        (name, one) for name, one in named if getattr(one, "__module__", "").startswith(f"{room.partition('.')[0]}.")
    ]


def source_of(function: object) -> ast.FunctionDef:
    node = ast.parse(inspect.getsource(inspect.unwrap(function))).body[0]
    assert isinstance(node, ast.FunctionDef)
    return node


@pytest.mark.parametrize("room", ROOMS)
def test_exported_functions_say_what_they_take_and_what_comes_back(room):
    functions = [one for _, one in exported(room) if inspect.isfunction(inspect.unwrap(one))]
    assert [f"{one.__name__}: {fault}" for one in functions for fault in faults(source_of(one), whole=True)] == []


@pytest.mark.parametrize("room", ROOMS)
def test_exported_classes_are_described(room):
    assert [name for name, one in exported(room) if inspect.isclass(one) and "__doc__" not in vars(one)] == []


def test_each_fault_is_seen():
    code = """
def rank(a: int, *, b: int) -> int:
    '''Rank.

    Parameters
    ----------
    b, a : int
    '''
    raise InputRefused("x", "y")


def name(a: int) -> None:
    '''Name.'''
"""
    rank, name = (node for node in ast.parse(code).body if isinstance(node, ast.FunctionDef))
    assert list(faults(rank, whole=True)) == [
        "Parameters are ['b', 'a'], not ['a', 'b']",
        "Returns is missing",
        "Raises does not name ['InputRefused']",
    ]
    assert list(faults(name, whole=True)) == ["Parameters is missing"]
    assert list(faults(name, whole=False)) == []
