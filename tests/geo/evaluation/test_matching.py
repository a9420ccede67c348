"""Matches are the cheapest together, within the calliper, and balanced."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from geo.evaluation.matching import match_areas
from geo.exceptions import InputRefused


def test_the_assignment_is_the_best_of_all():
    random = np.random.default_rng(1)
    covariates = pd.DataFrame(random.normal(size=(8, 3)), index=list("abcdefgh"), columns=["x", "y", "z"])
    found = match_areas(covariates, pd.Index(["a", "b", "c"]), calliper=10)
    scaled = ((covariates - covariates.mean()) / covariates.std(ddof=0)).to_numpy()

    def total(chosen):
        return sum(
            np.sqrt(((scaled[one] - scaled[other]) ** 2).mean()) for one, other in zip(range(3), chosen, strict=True)
        )

    assert found.pairs["distance"].sum() == pytest.approx(min(total(way) for way in permutations(range(3, 8), 3)))
    assert found.unmatched == ()


def test_high_areas_are_matched_with_high_ones():
    random = np.random.default_rng(2)
    level = random.normal(size=300)
    covariates = pd.DataFrame({"crime": level, "trend": random.normal(size=300)}, index=[f"a{n}" for n in range(300)])
    inside = covariates["crime"].nlargest(60).sample(15, random_state=1).index
    found = match_areas(covariates, inside)
    balance = found.balance.loc["crime"]
    assert balance["difference_before"] > 1.2
    assert abs(balance["difference_after"]) < 0.25


def test_what_has_no_match_is_named_and_constant_columns_take_no_part():
    covariates = pd.DataFrame({"x": [0.0, 0.1, 9.0, 0.05, 0.2], "same": 1.0}, index=list("abcde"))
    found = match_areas(covariates, pd.Index(["a", "c"]))
    assert found.unmatched == ("c",)
    assert found.balance.index.tolist() == ["x"]
    with pytest.raises(InputRefused, match="Widen the calliper"):
        match_areas(covariates, pd.Index(["c"]))
    with pytest.raises(InputRefused, match="Choose a smaller place"):
        match_areas(covariates, pd.Index(list("abcd")))
