"""Excess of drawn surfaces: scaled row by row as the observed one is, whatever is sought."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.candidates.null_excess import draw_excess
from geo.candidates.units import OBJECTIVES
from geo.need.need_index import NeedIndex
from geo.need.score_draws import score_draws

CODES = pd.Index(["a", "b", "c", "d"], name="area_code")
OBSERVED = pd.DataFrame(
    {"crime": [8.0, 2, 5, 1], "demand": [4.0, 9, 1, 2], "harm": [70.0, 10, 30, 20], "deprivation": [3.0, 1, 4, 2]},
    index=CODES,
)
DRAWN = {
    "crime": np.array([[1.0, 6, 3, 7]]),
    "demand": np.array([[5.0, 2, 8, 1]]),
    "harm": np.array([[10.0, 90, 40, 20]]),
}


class OneDraw:
    """A null with one surface, given."""

    area_codes = CODES

    def draw(self, draws, random):
        return DRAWN


@pytest.mark.parametrize("objective", sorted(OBJECTIVES))
def test_every_surface_is_scored_above_its_own_mean_on_the_scale_of_need(objective):
    ones = pd.Series(1.0, index=CODES)
    excess, crime = draw_excess(OBSERVED, ones, OneDraw(), NeedIndex(), objective=objective, draws=1, seed=1)
    surfaces = {name: np.vstack([OBSERVED[name], drawn]) for name, drawn in DRAWN.items()}
    need = score_draws(surfaces | {"deprivation": np.tile(OBSERVED["deprivation"], (2, 1))}, NeedIndex())
    for row in range(2):
        sought = need[row] if objective == "need" else surfaces[objective][row]
        expected = (sought - sought.mean()) / np.std(sought) * np.std(need[row])
        assert excess.iloc[row].tolist() == pytest.approx(expected.tolist())
    assert excess.columns.equals(CODES)
    assert crime.to_numpy().tolist() == surfaces["crime"].tolist()
