"""The table of the fifty expectations: all are there, and each test and picture that it names exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "expectations.md"
ROW = re.compile(r"^\| ([PCA]\d+) \| (.+?) \| (.+?) \| (.+?) \|$", flags=re.MULTILINE)


def missing(shown_by: str) -> bool:
    """Whether what shows an expectation cannot be found: a test in its file, or a picture."""
    if picture := re.match(r"!\[\]\((.+)\)", shown_by):
        return not (PAGE.parent / picture[1]).is_file()
    file, _, name = shown_by.strip("`").partition("::")
    if not (ROOT / file).is_file():
        return True
    functions = {
        node.name
        for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    return bool(name) and name not in functions


def test_all_fifty_are_there_once_and_in_order():
    found = [row[0] for row in ROW.findall(PAGE.read_text(encoding="utf-8"))]
    assert found == [f"{user}{at}" for user, count in (("P", 16), ("C", 16), ("A", 18)) for at in range(1, count + 1)]


def test_each_names_a_test_or_a_picture_that_exists():
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    assert [f"{number}: {shown_by}" for number, _, shown_by, _ in rows if missing(shown_by)] == []


def test_a_test_that_is_not_there_is_noticed():
    assert missing("`tests/docs/test_expectations.py::test_nothing_of_the_kind`")
    assert missing("`tests/docs/test_nothing.py`")
    assert missing("![](../pictures/nothing.png)")
    assert not missing("`tests/docs/test_expectations.py::test_a_test_that_is_not_there_is_noticed`")
