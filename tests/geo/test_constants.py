"""Texts that stand for a state are told apart, and each is used."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def text_constants(code: str) -> dict[str, str]:
    """Names in capitals that stand for a text, in one module."""
    return {
        node.targets[0].id: node.value.value
        for node in ast.parse(code).body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and re.fullmatch(r"_?[A-Z][A-Z_0-9]*", node.targets[0].id)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }


MODULES = {
    path.relative_to(ROOT).as_posix(): text_constants(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "geo").rglob("*.py"))
}


@pytest.mark.parametrize("module", [name for name, texts in MODULES.items() if len(texts) > 1])
def test_no_two_states_of_a_module_have_the_same_text(module):
    assert [text for text, times in Counter(MODULES[module].values()).items() if times > 1] == []


def test_the_modules_that_give_reasons_are_among_them():
    assert len(MODULES["geo/candidates/left_out.py"]) >= 6
    assert {"geo/measures/strands.py", "geo/hotspots/significance.py"} <= {name for name, has in MODULES.items() if has}


def test_a_text_given_twice_is_seen():
    assert text_constants('A = "x"\nB_2 = "x"\nn = "x"\nC = 1\n') == {"A": "x", "B_2": "x"}
