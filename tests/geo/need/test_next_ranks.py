"""Intervals of next year's rank on a planted force: they cover next year's ranks, and narrow ones do not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.exceptions import InputRefused
from geo.need.need_index import COUNTED, NeedIndex
from geo.need.next_ranks import _root, predict_ranks
from geo.need.rank_moves import rank_values
from geo.trends.expectation import YearLevels

AREAS, PHI = 250, 1.6
ONES = dict.fromkeys(COUNTED, 1.0)
PHIS = dict.fromkeys(COUNTED, PHI)


@pytest.fixture(scope="module")
def force():
    """Two years of months that are known, and the strands of the year after; levels drift once a year."""
    random = np.random.default_rng(12)
    codes = pd.Index([f"E{at:03}" for at in range(AREAS)])
    level, monthly = random.normal(4.5, 0.7, AREAS), {strand: [] for strand in COUNTED}
    for _ in range(3):
        for strand in COUNTED:
            mean = np.exp(level) / 12
            monthly[strand] += [random.negative_binomial(mean / (PHI - 1), 1 / PHI) for _ in range(12)]
        level = level + random.normal(0, 0.15, AREAS)
    tables = {strand: pd.DataFrame(np.array(rows, dtype=float).T, index=codes) for strand, rows in monthly.items()}
    deprivation = pd.Series(random.uniform(0, 60, AREAS), index=codes)
    came = pd.DataFrame({strand: table.iloc[:, 24:].sum(axis=1) for strand, table in tables.items()})
    known = {strand: table.iloc[:, :24] for strand, table in tables.items()}
    return known, deprivation, rank_values(came.assign(deprivation=deprivation), NeedIndex())


def predict(force, **options):
    known, deprivation, _ = force
    chosen = {"dispersion": PHIS, "record": ONES, "draws": 500, "seed": 1} | options
    return predict_ranks(known, deprivation, NeedIndex(), **chosen)


def held(found, came):
    return float(((came >= found["rank_low_next"]) & (came <= found["rank_high_next"])).mean())


def test_they_hold_the_ranks_that_come(force):
    assert held(predict(force), force[2]) == pytest.approx(0.9, abs=0.05)


def test_narrow_intervals_would_be_seen(force):
    assert held(predict(force, stretch=0.3), force[2]) < 0.8


def test_areas_that_stood_still_are_foretold_to_move_as_areas_usually_do(force):
    known, deprivation, _ = force
    still = {strand: pd.DataFrame({at: table.mean(axis=1) for at in range(24)}) for strand, table in known.items()}
    found = predict((still, deprivation, None), dispersion=dict.fromkeys(COUNTED, 1.0))
    width = found["rank_high_next"] - found["rank_low_next"]
    assert width.median() > 0.18 * AREAS


def test_strands_move_together_at_least_as_they_usually_do():
    alone = YearLevels(pd.Series([1.0]), pd.Series([0.0]), 0.0, pd.Series([1.0, -1, 1, -1]))
    other = YearLevels(pd.Series([1.0]), pd.Series([0.0]), 0.0, pd.Series([1.0, 1, -1, -1]))
    root = _root({"crime": alone, "demand": other, "harm": alone})
    assert root @ root.T == pytest.approx(np.array([[1, 0.18, 1], [0.18, 1, 0.12], [1, 0.12, 1]]), abs=0.01)


def test_probabilities_of_the_top_add_up_and_come_true(force):
    found = predict(force)
    assert found.index.equals(force[1].index)
    assert found["probability_top_5_next"].sum() == pytest.approx(round(0.05 * AREAS), abs=0.5)
    assert (found["rank_low_next"] <= found["rank_high_next"]).all()
    likely = found["probability_top_5_next"] > 0.8
    assert (force[2][likely.to_numpy()] <= 20).all()


def test_the_same_seed_gives_the_same_ranks(force):
    assert predict(force).equals(predict(force))


def test_no_area_is_refused(force):
    known, deprivation, _ = force
    with pytest.raises(InputRefused, match="No area"):
        predict_ranks(known, deprivation.iloc[:0], NeedIndex(), dispersion=PHIS, record=ONES, seed=1)
