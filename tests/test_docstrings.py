"""Docstrings of `geo` name what the signature names.

The rules, for every public function of `geo`: parameters that are listed are those of the signature, in its order;
a refusal that the function itself raises is named; and the function that gives its module its name says what it takes
and what comes back. Short helpers may have one line. Ruff checks the form everywhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
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


def faults(function: ast.FunctionDef, module: str) -> Iterator[str]:
    """Where a docstring and its signature differ."""
    said, arguments = sections(ast.get_docstring(function) or ""), function.args
    every = [*arguments.posonlyargs, *arguments.args, arguments.vararg, *arguments.kwonlyargs, arguments.kwarg]
    signature = [argument.arg for argument in every if argument]
    gives = not (isinstance(function.returns, ast.Constant) and function.returns.value is None)
    if "Parameters" in said and names_in(said["Parameters"]) != signature:
        yield f"Parameters are {names_in(said['Parameters'])}, not {signature}"
    if function.name == module and gives and not said.keys() & {"Returns", "Yields"}:
        yield "Returns is missing"
    raised = {
        node.exc.func.id
        for node in ast.walk(function)
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name)
    }
    if unnamed := (raised & REFUSALS) - set(names_in(said.get("Raises", []))):
        yield f"Raises does not name {sorted(unnamed)}"
    if function.name == module and signature and "Parameters" not in said:
        yield "Parameters is missing"


def public_functions(path: Path) -> list[ast.FunctionDef]:
    """The functions of a module that others may use."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return [node for node in body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "geo").rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_docstrings_name_what_signatures_name(path):
    told = [f"{one.name}: {fault}" for one in public_functions(path) for fault in faults(one, path.stem)]
    assert told == []


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
    assert list(faults(rank, "rank")) == [
        "Parameters are ['b', 'a'], not ['a', 'b']",
        "Returns is missing",
        "Raises does not name ['InputRefused']",
    ]
    assert list(faults(name, "name")) == ["Parameters is missing"]
    assert list(faults(name, "other")) == []
