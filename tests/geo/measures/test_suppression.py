"""Small counts stay small counts to every reader: what is shown leaves each of them anything from 0 to 9."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.measures import suppression
from geo.measures.suppression import fill_counts, left_over, suppress_counts

TYPES = ["burglary", "drugs", "robbery", "theft"]


def _table(*rows):
    return pd.DataFrame(rows, columns=TYPES, index=pd.Index([f"a{at}" for at in range(len(rows))], name="area_code"))


def _possible(cells, total, *, least=10):
    """Every value that each suppressed count could have, by trying all of them: the slow way to be right."""
    shown = [value for value in cells if not np.isnan(value)]
    hidden = len(cells) - len(shown)
    sums = {0}
    for value in shown:
        sums = {one + count for one in sums for count in range(max(int(value) - 2, least), int(value) + 3)}
    wanted = range(max(int(total) - 2, least), int(total) + 3)
    left = {target - one for target in wanted for one in sums}
    highest = least - 1 if min(left) <= hidden * (least - 1) else max(left)
    return {
        value for value in range(least) for rest in left if 0 <= rest - value <= highest * (hidden - 1) and rest >= 0
    }


def test_small_counts_and_zeros_are_suppressed_and_others_rounded():
    shared = suppress_counts(_table([12, 33, 9, 0], [10, 48, 1, 87]), TYPES)
    assert shared.cells.loc["a0", ["burglary", "drugs"]].tolist() == [10, 35]
    assert shared.cells.loc["a0", ["robbery", "theft"]].isna().all()
    assert shared.totals.tolist() == [12 + 33 + 9 + 1, 145]  # 54 and 146, to the nearest 5


def test_a_count_that_stands_alone_is_not_left_alone():
    counts = _table([40, 60, 8, 80])
    shared = suppress_counts(counts, TYPES)
    # 188 at least, less 42, 62 and 82 at most, leaves 2: robbery could not be 0, so the smallest shown goes too.
    assert shared.cells.loc["a0"].isna().tolist() == [True, False, True, False]
    lonely = suppress_counts(_table([40, 8, 0, 0]).drop(columns=["robbery", "theft"]), ["burglary", "drugs"])
    assert lonely.cells.isna().all(axis=None)
    assert lonely.totals.tolist() == [50]


def test_a_total_goes_where_nothing_else_can():
    shared = suppress_counts(_table([9, 9, 9, 9]), TYPES)
    assert shared.totals.isna().all()


@pytest.mark.parametrize("least", [5, 10])
def test_whatever_the_counts_no_suppressed_one_can_be_narrowed_down(least):
    rng = np.random.default_rng(5)
    counts = _table(*rng.choice([0, 1, 3, 7, 9, 10, 12, 14, 30, 111], size=(400, 4)).tolist())
    shared = suppress_counts(counts, TYPES, least_count=least)
    for cells, total in zip(shared.cells.to_numpy(), shared.totals, strict=True):
        if np.isnan(cells).any() and not np.isnan(total):
            assert _possible(cells, total, least=least) == set(range(least)), (cells, total)


@pytest.mark.parametrize("least", [5, 10])
def test_no_more_is_suppressed_than_is_needed(least):
    rng = np.random.default_rng(8)
    counts = rng.choice([0, 2, least - 1, least, least + 1, 12, 14, 30, 111], size=(400, 4))
    shared = suppress_counts(_table(*counts.tolist()), TYPES, least_count=least)
    rounded, totals = (counts + 2) // 5 * 5, (counts.sum(axis=1) + 2) // 5 * 5
    everything = set(range(least))
    for own, rounded_row, total, cells, total_shown in zip(
        counts, rounded, totals, shared.cells.to_numpy(), shared.totals, strict=True
    ):
        expected = np.where(own >= least, rounded_row, np.nan)
        if own.sum() >= least:
            while np.isnan(expected).any() and _possible(expected, total, least=least) != everything:
                if np.isnan(expected).all():
                    total = np.nan
                    break
                expected[np.nanargmin(expected)] = np.nan
        else:
            total = np.nan
        np.testing.assert_equal((cells, total_shown), (expected, total))


def test_a_count_at_the_threshold_is_shown_and_one_below_is_not():
    assert suppress_counts(_table([10, 50, 60, 70]), TYPES).cells.loc["a0"].tolist() == [10, 50, 60, 70]
    assert np.isnan(suppress_counts(_table([9, 50, 60, 70]), TYPES).cells.loc["a0", "burglary"])
    assert suppress_counts(_table([10, 0, 0, 0]), TYPES).totals.tolist() == [10]
    assert np.isnan(suppress_counts(_table([9, 0, 0, 0]), TYPES).totals["a0"])


@pytest.mark.parametrize(
    ("total", "shown", "expected"),
    [
        (50, [40], (48 - 42, 52 - 38)),
        (20, [10], (18 - 12, 22 - 10)),  # shown as 10 means 10 to 12: 8 and 9 would not be shown
        (10, [], (10, 12)),  # and so does a total shown as 10
        (40, [40], (0, 42 - 38)),
        (40, [45, 45], (0, 0)),
    ],
)
def test_what_is_left_over_by_hand(total, shown, expected):
    assert left_over(total, np.array(shown, dtype=np.int64), least_count=10) == expected


def test_a_type_that_the_force_hardly_has_keeps_half_a_per_cent_of_the_mix():
    shared = suppress_counts(_table([1000, 3, 0, 0]), TYPES)
    assert shared.mix.tolist() == [100, 0.5, 0.5, 0.5]


def test_without_complementary_suppression_some_are_narrowed_down(monkeypatch):
    monkeypatch.setattr(suppression, "_protect", lambda *_: None)
    shared = suppress_counts(_table([40, 8, 0, 0]).iloc[:, :2], TYPES[:2])
    assert _possible(shared.cells.iloc[0], shared.totals.iloc[0]) != set(range(10))


def test_likely_counts_add_up_to_the_total_and_rest_on_what_is_shown():
    counts = _table([52, 3, 4, 2], [5, 1, 0, 0], [900, 800, 700, 600])
    shared = suppress_counts(counts, TYPES)
    likely = fill_counts(shared, TYPES)
    assert likely.sum(axis=1).tolist() == [60, 5, 3000]  # the total shown; half the threshold where none is
    again = fill_counts(suppress_counts(counts.replace({3: 2, 4: 5}), TYPES), TYPES)
    pd.testing.assert_frame_equal(likely, again)


def test_nothing_given_is_changed():
    counts = _table([40, 8, 0, 0])
    before = counts.copy()
    suppress_counts(counts, TYPES)
    pd.testing.assert_frame_equal(counts, before)
