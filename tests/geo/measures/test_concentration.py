"""Concentration: published values, arithmetic, a second way to each measure, and an interval that covers."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from geo.exceptions import InputRefused
from geo.measures.concentration import (
    decile_ratio,
    describe_concentration,
    generalised_gini,
    gini,
    lorenz_curve,
    share_of_places,
)

MORE_CRIMES = pd.Series([10, 8, 2, 0, 0, 0, 0, 0, 0, 0])
MORE_PLACES = pd.Series([5, 2, 1, 0, 0, 0, 0, 0, 0, 0])


class TestGini:
    @pytest.mark.parametrize(
        ("counts", "plain", "generalised", "unbiased"),
        [(MORE_CRIMES, 0.78, 0.78, 0.8667), (MORE_PLACES, 0.80, 0.75, 0.8571)],
    )
    def test_published_values(self, counts, plain, generalised, unbiased):
        """R package lorenzgini 0.1.2 (Steenbeek and Bernasco), to its printed digits."""
        assert gini(counts) == pytest.approx(plain, abs=1e-9)
        assert generalised_gini(counts) == pytest.approx(generalised, abs=1e-9)
        assert generalised_gini(counts, unbiased=True) == pytest.approx(unbiased, abs=5e-5)

    def test_against_mean_absolute_difference_and_the_lorenz_curve(self):
        counts = pd.Series(np.random.default_rng(1).negative_binomial(1, 0.1, 60))
        n = len(counts)
        difference = sum(abs(a - b) for a, b in itertools.product(counts, counts)) / n**2
        assert gini(counts) == pytest.approx(difference / (2 * counts.mean()))
        curve = lorenz_curve(counts)
        assert gini(counts) == pytest.approx(1 - 2 * np.trapezoid(curve["incident_share"], curve["place_share"]))

    def test_most_even_and_most_uneven(self):
        assert gini(pd.Series([3, 3, 3])) == pytest.approx(0)
        assert generalised_gini(pd.Series([1, 1, 0, 0, 0])) == pytest.approx(0)
        assert generalised_gini(pd.Series([7, 0, 0]), unbiased=True) == pytest.approx(1)
        assert generalised_gini(pd.Series([2, 0, 0, 0]), unbiased=True) == pytest.approx(1)

    def test_cannot_be_told(self):
        assert np.isnan(gini(pd.Series([0, 0])))
        assert np.isnan(generalised_gini(pd.Series([5]), unbiased=True))
        assert np.isnan(describe_concentration(pd.Series([], dtype=float))["gini"].iloc[0])


class TestShares:
    def test_by_arithmetic(self):
        assert share_of_places(MORE_CRIMES, incident_share=0.5) == 1 / 10
        assert share_of_places(MORE_CRIMES, incident_share=0.8) == 2 / 10
        assert share_of_places(MORE_CRIMES, incident_share=1.0) == 3 / 10

    def test_exactly_reached_is_enough(self):
        assert share_of_places(pd.Series([4, 1, 0, 0, 0]), incident_share=0.8) == 1 / 5
        assert share_of_places(pd.Series([1] * 10), incident_share=0.8) == 8 / 10

    def test_one_row_holds_them_all(self):
        row = describe_concentration(MORE_CRIMES).iloc[0]
        assert row["place_count"] == 10
        assert row["incident_count"] == 10 + 8 + 2
        assert (row["place_share_25"], row["place_share_50"], row["place_share_80"]) == (0.1, 0.1, 0.2)


def test_lorenz_curve_runs_from_nothing_to_everything():
    curve = lorenz_curve(pd.Series([1, 0, 3]))
    assert curve["place_share"].tolist() == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert curve["incident_share"].tolist() == pytest.approx([0, 0, 1 / 4, 1])


@pytest.mark.parametrize("bad", [-1.0, np.nan])
@pytest.mark.parametrize("measure", [gini, lorenz_curve, generalised_gini, describe_concentration])
def test_refuses_what_is_no_count(measure, bad):
    with pytest.raises(InputRefused, match="1 of 2 places"):
        measure(pd.Series([bad, 1.0]))


def test_counts_in_single_precision_are_added_up_in_double():
    most = 2**24  # from here on single precision has even numbers only
    curve = lorenz_curve(pd.Series([1, 1, 1, most], dtype="float32"))
    assert curve["incident_share"].tolist() == [at / (most + 3) for at in (0, 1, 2, 3, most + 3)]


class TestDecileRatio:
    def places(self, counts_top, counts_bottom):
        need = pd.Series(range(20), index=[f"a{i:02d}" for i in range(20)], dtype=float)
        counts = pd.Series(5, index=need.index)
        counts.iloc[-2:], counts.iloc[:2] = counts_top, counts_bottom
        return counts, need

    def test_by_arithmetic(self):
        row = decile_ratio(*self.places([20, 40], [4, 6]), dispersion=1.0).iloc[0]
        assert (row["top_place_count"], row["bottom_place_count"]) == (2, 2)
        assert (row["top_incident_count"], row["bottom_incident_count"]) == (20 + 40, 4 + 6)
        assert row["decile_ratio"] == pytest.approx((20 + 40) / (4 + 6))
        assert row["decile_ratio_low"] < 6 < row["decile_ratio_high"]

    def test_rows_may_come_in_any_order(self):
        counts, need = self.places([20, 40], [4, 6])
        mixed = counts.sample(frac=1, random_state=1)
        pd.testing.assert_frame_equal(decile_ratio(mixed, need, dispersion=1), decile_ratio(counts, need, dispersion=1))

    def test_nothing_at_the_bottom(self):
        row = decile_ratio(*self.places([20, 40], [0, 0]), dispersion=1.0).iloc[0]
        assert np.isnan(row["decile_ratio"])
        assert row["decile_ratio_high"] == np.inf
        assert row["decile_ratio_low"] > 1

    @pytest.mark.long
    def test_interval_covers_a_planted_ratio_only_with_its_dispersion(self):
        rng = np.random.default_rng(8)
        phi, true = 2.0, 3.0
        hits = {1.0: 0, phi: 0}
        for _ in range(400):
            top = rng.negative_binomial(60 / (phi - 1), 1 / phi, 2)
            bottom = rng.negative_binomial(60 / true / (phi - 1), 1 / phi, 2)
            counts, need = self.places(top, bottom)
            for dispersion in hits:
                row = decile_ratio(counts, need, dispersion=dispersion).iloc[0]
                hits[dispersion] += row["decile_ratio_low"] <= true <= row["decile_ratio_high"]
        assert hits[1.0] / 400 < 0.90
        assert hits[phi] / 400 > 0.94

    def test_refuses_long_ties_and_too_few_places(self):
        with pytest.raises(InputRefused, match="0 are in the top"):
            decile_ratio(pd.Series([1] * 20), pd.Series([7.0] * 20), dispersion=1)
        with pytest.raises(InputRefused, match="at least 10 places"):
            decile_ratio(pd.Series([1, 2]), pd.Series([1.0, 2.0]), dispersion=1)
        low = pd.Series([*range(1, 11), *[20.0] * 10])  # ties leave the top tenth empty, not the bottom
        with pytest.raises(InputRefused, match="0 are in the top and 2 in the bottom"):
            decile_ratio(pd.Series([1] * 20), low, dispersion=1)
