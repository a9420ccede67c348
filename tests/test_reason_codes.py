"""Every word by which a table says why or what class: each is in the expectations of some test.

The codes are read from the modules that make them, so that a new one needs a test. Reasons for which rows are set aside
have rows of their own: tests/queries/ingest/test_reasons.py.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAKERS = (
    "geo/candidates/left_out.py",  # why an area is in no place
    "geo/evaluation/judge_change.py",  # a change judged by placebo places
    "geo/evaluation/spread_table.py",
    "geo/hotspots/significance.py",
    "geo/measures/located_share.py",
    "geo/measures/strands.py",  # why an area cannot be assessed
    "geo/need/level.py",
    "geo/trends/count_change.py",
    "maps/text/period.py",
)


def codes_of(text: str) -> dict[str, str]:
    """Constants of a module that are words: name to text."""
    found = {}
    for node in ast.parse(text).body:
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name | ast.Tuple):
            continue
        target, value = node.targets[0], node.value
        names = [one.id for one in (target.elts if isinstance(target, ast.Tuple) else [target])]
        values = value.elts if isinstance(value, ast.Tuple) and isinstance(target, ast.Tuple) else [value]
        for name, one in zip(names, values, strict=False):
            if isinstance(one, ast.Constant) and isinstance(one.value, str) and not name.startswith("_"):
                found[name] = one.value
    return found


CODES = [
    (maker, name, text)
    for maker in MAKERS
    for name, text in codes_of((ROOT / maker).read_text(encoding="utf-8")).items()
]


def read_tests() -> list[str]:
    own = Path(__file__).resolve()
    return [p.read_text(encoding="utf-8") for p in sorted((ROOT / "tests").rglob("*.py")) if p != own]


def is_expected(maker: str, name: str, text: str) -> bool:
    """Whether a test contains the words themselves, or takes the constant from the module that makes it."""
    module = maker.removesuffix(".py").replace("/", ".")
    return any(
        f'"{text}"' in one
        or (" " in text and text in one)
        or (f"from {module} import" in one and re.search(rf"\b{name}\b", one))
        for one in read_tests()
    )


@pytest.mark.parametrize(("maker", "name", "text"), CODES, ids=[f"{maker}: {text}" for maker, _, text in CODES])
def test_a_code_stands_in_an_expectation(maker, name, text):
    assert is_expected(maker, name, text)


def test_codes_are_found_and_one_that_no_test_knows_would_be_missed():
    assert ("geo/candidates/left_out.py", "PLACE_FULL", "place full") in CODES
    assert ("geo/evaluation/spread_table.py", "ROSE", "rose against the force") in CODES
    planted = codes_of('WHY, WHAT = "a reason of no' + 'test", "x"\nCOUNT = 3\n_OWN = "not a code"\n')
    assert planted == {"WHY": "a reason of no" + "test", "WHAT": "x"}
    assert not is_expected("geo/need/level.py", "WHY", planted["WHY"])
