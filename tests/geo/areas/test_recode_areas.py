"""Codes of one vintage found under another, in both directions, with nothing lost silently."""

from __future__ import annotations

import pandas as pd

from geo.areas.recode_areas import COLUMNS, follow_areas, say_what_moved

CHANGES = pd.DataFrame(
    [
        ("E1", "E1", "U"),
        ("E2", "E21", "S"),
        ("E2", "E22", "S"),
        ("E3", "E34", "M"),
        ("E4", "E34", "M"),
        ("E5", "E51", "X"),
        ("E6", "E51", "X"),
    ],
    columns=["old_code", "new_code", "change_code"],
)
NEW = ["E1", "E21", "E22", "E34", "E51"]
OLD = ["E1", "E2", "E3", "E4", "E5", "E6"]


def rows(recorded, known):
    return list(follow_areas(recorded, known=known, changes=CHANGES).itertuples(index=False, name=None))


def test_forwards():
    assert rows(["E2", "E1", "E3"], NEW) == [
        ("E2", "E21", "S", True),
        ("E2", "E22", "S", True),
        ("E1", "E1", "", True),
        ("E3", "E34", "M", True),
    ]


def test_backwards_a_split_is_a_merger():
    assert rows(["E22", "E34"], OLD) == [("E22", "E2", "M", True), ("E34", "E3", "S", True), ("E34", "E4", "S", True)]


def test_what_is_redrawn_keeps_its_letter_both_ways():
    assert rows(["E5"], NEW) == [("E5", "E51", "X", True)]
    assert rows(["E51"], OLD) == [("E51", "E5", "X", True), ("E51", "E6", "X", True)]


def test_what_is_not_found_stays_with_a_row_that_says_so():
    assert rows(["E9"], NEW) == [("E9", "E9", "", False)]
    assert say_what_moved(follow_areas(["E9"], known=NEW, changes=CHANGES)) == "E9 is not in this generation"


def test_nothing_recorded():
    none = follow_areas([], known=NEW, changes=CHANGES)
    assert none.columns.tolist() == COLUMNS
    assert say_what_moved(none) == ""


def test_in_words():
    moved = say_what_moved(follow_areas(["E1", "E2", "E3", "E5"], known=NEW, changes=CHANGES))
    assert moved == "E2 split into E21 and E22; E3 merged into E34; E5 redrawn as E51"
