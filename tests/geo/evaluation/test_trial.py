"""The draw is even and can be repeated; the test's p-values are uniform over all assignments."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from geo.evaluation.trial import draw_starts, randomisation_test
from geo.exceptions import ConfigurationRefused

NAMES = [f"P{number}" for number in range(8)]


def test_a_published_seed_repeats_the_draw_and_the_order_of_names_does_not_matter():
    first, again, turned = draw_starts(NAMES, seed=4), draw_starts(NAMES, seed=4), draw_starts(NAMES[::-1], seed=4)
    assert first.equals(again)
    assert first.equals(turned)
    assert first["start_step"].value_counts().tolist() == [4, 4]


def test_every_place_starts_first_equally_often():
    counts = sum((draw_starts(NAMES, seed=seed)["start_step"] == 1).astype(int) for seed in range(800))
    assert counts.to_numpy() == pytest.approx(np.full(8, 400), abs=60)


def test_strata_and_steps_are_split_evenly():
    strata = {name: "north" if number < 3 else "south" for number, name in enumerate(NAMES)}
    drawn = draw_starts(NAMES, seed=1, steps=3, stratum_of=strata)
    assert sorted(drawn.loc[drawn["stratum"] == "north", "start_step"]) == [1, 2, 3]
    south = drawn.loc[drawn["stratum"] == "south", "start_step"].value_counts()
    assert south.max() - south.min() <= 1


def test_p_values_are_uniform_over_all_assignments():
    outcomes = pd.Series(np.random.default_rng(1).normal(size=8), index=NAMES)
    found = []
    for chosen in combinations(range(8), 4):
        treated = pd.Series([at in chosen for at in range(8)], index=NAMES)
        found.append(randomisation_test(outcomes, treated))
    ranks = np.sort(found)
    # Each assignment and its mirror image have the same two-sided p: 35 values, 2/70 apart.
    assert ranks == pytest.approx(np.repeat(np.arange(1, 36) * 2 / 70, 2))


def test_strata_are_respected_and_many_assignments_are_sampled():
    outcomes = pd.Series([5.0, 1.0, 6.0, 2.0], index=list("abcd"))
    treated = pd.Series([True, False, True, False], index=list("abcd"))
    strata = pd.Series(["x", "x", "y", "y"], index=list("abcd"))
    # Four assignments within strata; differences 4, 0, 0, -4: two are as far from 0.
    assert randomisation_test(outcomes, treated, stratum_of=strata) == 2 / 4
    many = pd.Series(np.r_[np.zeros(15), np.full(15, 9.0)])
    assert randomisation_test(many, many > 0) == pytest.approx(1 / 20_001)


def test_nonsense_is_refused():
    with pytest.raises(ConfigurationRefused, match="named twice"):
        draw_starts(["a", "a"], seed=1)
    with pytest.raises(ConfigurationRefused, match="cannot start in 3 steps"):
        draw_starts(["a", "b"], seed=1, steps=3)
