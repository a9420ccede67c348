"""Codes of one census found under another, in both directions, with nothing lost silently."""

from __future__ import annotations

import pandas as pd

from geo.areas.recode_areas import COLUMNS, follow_areas, say_what_moved, share_out

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


def shared(values, *, backwards=False):
    names = (
        {"old_code": "to_code", "new_code": "from_code"}
        if backwards
        else {"old_code": "from_code", "new_code": "to_code"}
    )
    links = CHANGES.rename(columns=names)[["from_code", "to_code"]]
    return share_out(pd.Series(values, dtype=float), links).to_dict()


def test_whole_numbers_are_carried_forwards_by_hand():
    given = {"E1": 1500, "E2": 3001, "E3": 700, "E4": 800, "E5": 10, "E6": 20}
    carried = shared(given)
    # a split in two whole halves, the odd one to the first; merged and redrawn areas the sum
    assert carried == {"E1": 1500, "E21": 1501, "E22": 1500, "E34": 700 + 800, "E51": 10 + 20}
    assert sum(carried.values()) == sum(given.values())


def test_whole_numbers_are_carried_backwards_by_hand():
    given = {"E1": 1500, "E21": 1501, "E22": 1500, "E34": 1501, "E51": 31}
    carried = shared(given, backwards=True)
    assert carried == {"E1": 1500, "E2": 1501 + 1500, "E3": 751, "E4": 750, "E5": 16, "E6": 15}
    assert sum(carried.values()) == sum(given.values())


def test_what_one_giver_does_not_know_nobody_knows():
    carried = shared({"E1": 1, "E2": None, "E3": 5, "E5": 1, "E6": 1})
    assert carried["E1"] == 1
    assert all(carried[code] != carried[code] for code in ("E21", "E22", "E34"))
