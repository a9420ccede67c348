"""Awkward inputs: repeated rows, small letters, blank codes, links that contradict their change code."""

from __future__ import annotations

import pytest

from geo.exceptions import InputRefused, SeveralRefused
from queries.files.open_files import SourceFile
from queries.loaders.tables.code_changes import read_code_changes

LINKS = """\
old,chg,new
A1,U,A1
B1,s,B2
B1,S,B3
C1,M,C3
C2,M,C3
C2,M,C3
D1,X,D3
D1,X,D4
D2,X,D4
"""


def read(content: str):
    source = SourceFile(name="changes.csv", data=content.encode(), sha256="", size_bytes=len(content))
    return read_code_changes(source, old="old", new="new", change="chg")


def refusals(content: str) -> list[str]:
    with pytest.raises(InputRefused) as caught:
        read(content)
    return [str(r) for r in caught.value.refusals] if isinstance(caught.value, SeveralRefused) else [str(caught.value)]


def test_links_stand_once() -> None:
    frame = read(LINKS)
    assert frame.columns.tolist() == ["old_code", "new_code", "change_code"]
    assert frame["change_code"].tolist() == ["U", "S", "S", "M", "M", "X", "X", "X"]
    assert frame["new_code"].tolist() == ["A1", "B2", "B3", "C3", "C3", "D3", "D4", "D4"]


def test_faulty_cells_are_refused_together() -> None:
    assert refusals(LINKS + "E1,U,\nE2,Q,E2\n") == [
        "'changes.csv' has 1 row without a code (line 11). Give both codes.",
        "'changes.csv' has the change codes 'Q'. Use U, S, M, X: unchanged, split, merged, other.",
        "'changes.csv': linked as unchanged (U), but to another code: E1. Mend the link or its change code.",
    ]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("E1,U,E2\n", "unchanged (U), but to another code: E1"),
        ("E1,U,E1\nE1,S,E3\n", "unchanged (U), but to another code: E1"),
        ("E1,S,E3\nE2,S,E3\n", "split (S), but from several old codes: E1, E2"),
        ("E1,M,E2\nE1,M,E3\n", "merged (M), but into several new codes: E1"),
    ],
)
def test_links_that_contradict_their_change_code_are_refused(rows: str, told: str) -> None:
    assert refusals(LINKS + rows) == [f"'changes.csv': linked as {told}. Mend the link or its change code."]
