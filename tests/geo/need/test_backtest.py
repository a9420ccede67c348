"""Would it have worked: a published PAI, planted persistence, chance, and halves that fit together."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.exceptions import InputRefused
from geo.need.backtest import CHANCE, accuracy_curve, backtest, split_months


def test_accuracy_as_ptools_has_it():
    """R package ptools (Wheeler), examples of pai: observed 6, 3, 0, predicted 3, 2, 1 give 2, 1.5, 1."""
    curve = accuracy_curve(pd.Series([6.0, 3, 0]), pd.Series([3.0, 2, 1]), pd.Series([1.0, 1, 1]))
    assert curve["pai"].tolist() == pytest.approx([2, 1.5, 1])
    assert curve["pei"].tolist() == [1, 1, 1]


def test_efficiency_by_hand():
    curve = accuracy_curve(pd.Series([2.0, 6, 1]), pd.Series([3.0, 2, 1]), pd.Series([1.0, 1, 2]))
    assert curve["captured_share"].tolist() == pytest.approx([2 / 9, 8 / 9, 1])
    assert curve["pai"].tolist() == pytest.approx([2 / 9 * 4, 8 / 9 * 2, 1])
    assert curve["pei"].tolist() == pytest.approx([2 / 6, 1, 1])


def scored(seed=1):
    random = np.random.default_rng(2)
    rates = pd.Series(random.gamma(1.5, 40, 300))
    last_year, later = (pd.Series(random.poisson(rates).astype(float)) for _ in range(2))
    predictors = {"counts": last_year, "perfect": later, "blind": pd.Series(np.random.default_rng(9).random(300))}
    return backtest(predictors, {"crime": later}, pd.Series(1.0, index=later.index), baseline="counts", seed=seed)


def test_what_lasts_is_foretold_and_what_is_blind_is_chance():
    table = scored().set_index(["predictor", "place_count"])
    assert table.loc[("perfect", 15), "pei"] == 1
    assert table.loc[("counts", 15), "pei"] > 0.9
    assert table.loc[("counts", 15), "difference"] == 0
    for name in ("blind", CHANCE):
        row = table.loc[(name, 30)]
        assert row["pai_low"] < 1 < row["pai_high"]
    low, high = table.loc[("blind", 15), ["difference_low", "difference_high"]]
    assert low < high < 0
    assert (table["captured_low"] <= table["captured_share"]).all()
    assert (table["captured_share"] <= table["captured_high"]).all()
    assert table.loc[("counts", 15), "pai_by_land"] == pytest.approx(table.loc[("counts", 15), "pai"])


def test_chance_holds_its_share_of_the_places():
    table = scored().set_index(["predictor", "place_count"])
    row = table.loc[(CHANCE, 30)]
    assert row["captured_share"] == pytest.approx(0.1)
    assert 0.07 < row["captured_low"] < 0.1 < row["captured_high"] < 0.14
    assert row["pai"] == pytest.approx(1.0)
    assert (row["pai_low"], row["pai_high"]) == pytest.approx((row["captured_low"] / 0.1, row["captured_high"] / 0.1))


def test_what_chance_captures_is_set_against_the_best_there_is():
    table = scored().set_index(["predictor", "place_count"])
    chance, perfect = table.loc[(CHANCE, 30)], table.loc[("perfect", 30)]
    assert chance["pei"] == pytest.approx(0.1 / perfect["captured_share"])
    assert (chance["place_share"], chance["land_share"], chance["pai_by_land"]) == (
        pytest.approx(0.1),
        pytest.approx(0.1),
        1,
    )


def test_the_same_seed_gives_the_same():
    pd.testing.assert_frame_equal(scored(), scored())
    assert not scored().equals(scored(seed=2))


@pytest.mark.parametrize(
    ("months", "halves"),
    [(35, (23, 12)), (24, (12, 12)), (23, (12, 11)), (19, (12, 7)), (18, (12, 6)), (17, (8, 9)), (6, (3, 3))],
)
def test_months_are_split_without_a_gap(months, halves):
    every = pd.date_range("2022-01-01", periods=months, freq="MS")
    first, rest = split_months(every)
    assert (len(first), len(rest)) == halves
    assert first.append(rest).equals(every)


def test_too_few_months_or_nothing_that_happened_is_refused():
    with pytest.raises(InputRefused, match="5 complete months are too few"):
        list(split_months(pd.date_range("2022-01-01", periods=5, freq="MS")))
    nothing = pd.Series([0.0, 0.0])
    with pytest.raises(InputRefused, match="Nothing happened"):
        accuracy_curve(nothing, nothing, nothing + 1)
