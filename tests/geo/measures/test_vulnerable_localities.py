"""The Vulnerable Localities Index by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.exceptions import InputRefused
from geo.measures.vulnerable_localities import VARIABLES, vulnerable_localities

RATES = pd.DataFrame(
    {
        "burglary_dwelling": [1.0, 2.0, 9.0, 4.0],
        "criminal_damage_dwelling": [3.0, 3.0, 6.0, 4.0],
        "income_deprivation": [0.1, 0.2, 0.6, 0.3],
        "employment_deprivation": [0.1, 0.1, 0.4, 0.2],
        "aged_15_to_24": [10.0, 20.0, 30.0, 90.0],
        "educational_attainment": [5.0, 10.0, 45.0, 20.0],
    },
    index=pd.Index(["a", "b", "c", "d"], name="area_code"),
)
PEOPLE = pd.Series([1500.0, 1600.0, 1700.0, 90.0], index=list("abcd"))


def test_index_by_hand(same_index):
    indexed = vulnerable_localities(RATES, PEOPLE)
    same_index(indexed, RATES.index)
    # d has 90 residents and is left out; the means of a, b, c are 4, 4, 0.3, 0.2, 20 and 20.
    c = [9 / 4, 6 / 4, 0.6 / 0.3, 0.4 / 0.2, 30 / 20, 45 / 20]
    assert indexed.loc["c", "vulnerable_localities_index"] == pytest.approx(100 * sum(c) / 6)
    assert indexed.loc["a", "burglary_dwelling_index"] == 100 * 1 / 4
    assert indexed["vulnerable_localities_index"].mean() == pytest.approx(100)
    assert indexed["priority"].tolist() == [False, False, False, pd.NA]
    assert indexed.loc["d"].drop("priority").isna().all()


def test_above_two_hundred_is_a_priority():
    crowd = pd.concat([RATES.loc[["a"]].set_axis([f"x{i}"]) for i in range(9)] + [RATES.loc[["c"]]])
    indexed = vulnerable_localities(crowd, pd.Series(1000.0, index=crowd.index))
    assert indexed.index[indexed["priority"]].tolist() == ["c"]


def test_a_missing_variable_leaves_the_area_out():
    rates = RATES.copy()
    rates.loc["b", "aged_15_to_24"] = np.nan
    indexed = vulnerable_localities(rates, PEOPLE)
    assert indexed["vulnerable_localities_index"].isna().tolist() == [False, True, False, True]


def test_what_cannot_be_indexed_is_refused():
    with pytest.raises(InputRefused, match="lacks aged_15_to_24"):
        vulnerable_localities(RATES.drop(columns="aged_15_to_24"), PEOPLE)
    with pytest.raises(InputRefused, match="burglary_dwelling has negative rates"):
        vulnerable_localities(RATES.assign(burglary_dwelling=-1.0), PEOPLE)
    assert len(VARIABLES) == 6
