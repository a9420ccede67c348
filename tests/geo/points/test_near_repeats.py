"""Near repeats: bands by hand, every permutation enumerated, planted repeats found, coarse data refused."""

from __future__ import annotations

import io
import itertools

import numpy as np
import pandas as pd
import pytest

from geo.exceptions import ConfigurationRefused, InputRefused
from geo.points.near_repeats import NearRepeatRules, near_repeats

# Distances in metres along a line; 8 and 1 share a point.
ROWS = """
easting_m northing_m occurred_at
1         1          2024-01-03
101       1          2024-01-09
200       1          2024-01-10
1         1          2024-01-17
501       1          2024-02-05
55        1          2024-01-04
"""


def table(text=ROWS):
    return pd.read_csv(io.StringIO(text.strip()), sep=r"\s+", parse_dates=["occurred_at"])


def knox(incidents, **options):
    options = {"draws": 99, "seed": 1, "points_snapped": False} | options
    return near_repeats(incidents, **options)


def counted(found):
    keys = ["distance_from_m", "distance_to_m", "days_from", "days_to"]
    return found.set_index(keys)["pair_count"].to_dict()


def by_loops(incidents, distance_edges, day_edges):
    """Every pair, one by one."""
    counts = {}
    bands = [(0, 0), *itertools.pairwise(distance_edges)]
    for band, days in itertools.product(bands, itertools.pairwise(day_edges)):
        counts[(*band, *days)] = 0
    for (_, a), (_, b) in itertools.combinations(incidents.iterrows(), 2):
        metres = np.hypot(a["easting_m"] - b["easting_m"], a["northing_m"] - b["northing_m"])
        apart = abs((a["occurred_at"] - b["occurred_at"]).days)
        for low, high, start, stop in counts:
            inside = metres == 0 if high == 0 else (low <= metres < high and metres > 0)
            counts[low, high, start, stop] += inside and start <= apart < stop
    return counts


class TestBands:
    def test_half_open_by_hand(self):
        """100 m belongs to [100, 200), 7 days to [7, 14), and the same point to a band of its own."""
        found = counted(knox(table(), distance_edges_m=(0, 100, 200), day_edges=(0, 7, 14, 21)))
        assert found[0, 0, 14, 21] == 1  # rows 1 and 4
        assert found[100, 200, 0, 7] == 1 + 1  # rows 1 and 2, exactly 100 m; rows 3 and 6, 145 m
        assert (
            found[100, 200, 7, 14] == 1 + 1 + 1
        )  # rows 2 and 4, exactly 100 m; rows 1 and 3, and 3 and 4: exactly 7 days
        assert found[0, 100, 0, 7] == 1 + 1 + 1  # rows 1 and 6, 2 and 3, 2 and 6
        assert sum(v for (_, high, *_), v in found.items() if high == 0) == 1

    def test_against_loops(self):
        rng = np.random.default_rng(4)
        incidents = pd.DataFrame(
            {
                "easting_m": rng.integers(0, 60, 120) * 7.0 + 1,
                "northing_m": rng.integers(0, 60, 120) * 7.0 + 3,
                "occurred_at": pd.Timestamp("2024-01-05") + pd.to_timedelta(rng.integers(0, 60, 120), unit="D"),
            }
        )
        edges, days = (0, 35, 70, 140), (0, 1, 7, 30)
        found = counted(knox(incidents, distance_edges_m=edges, day_edges=days, draws=1))
        assert found == by_loops(incidents, edges, days)

    def test_bands_beyond_the_period_are_empty(self):
        found = knox(table(), day_edges=(0, 7, 400, 800))
        assert (found.loc[found["days_from"] == 400, "pair_count"] == 0).all()
        assert found.loc[found["days_from"] == 400, "knox_ratio"].isna().all()
        assert (found.loc[found["days_from"] == 400, "p_value"] == 1).all()


class TestPermutations:
    def test_against_every_permutation(self):
        incidents = table()
        draws = 4000
        options = {"distance_edges_m": (0, 100, 200), "day_edges": (0, 7, 14)}
        found = knox(incidents, draws=draws, **options)
        every = []
        dates = incidents["occurred_at"].tolist()
        for order in itertools.permutations(dates):
            every.append(list(by_days(incidents, order, (0, 100, 200), (0, 7, 14)).values()))
        every = np.array(every)
        observed = found["pair_count"].to_numpy()
        spread = every.std(axis=0) / np.sqrt(draws)
        assert (np.abs(found["expected_pair_count"] - every.mean(axis=0)) <= 4 * spread + 1e-12).all()
        exact = (every >= observed).mean(axis=0)
        error = 4 * np.sqrt(exact * (1 - exact) / draws) + 2 / draws
        assert (np.abs(found["p_value"] - exact) <= error).all()

    def test_the_seed_decides(self):
        pd.testing.assert_frame_equal(knox(table()), knox(table()))
        assert not knox(table()).equals(knox(table(), seed=2))

    def test_p_is_never_zero(self):
        found = knox(planted(), draws=19)
        assert found["p_value"].min() == pytest.approx(1 / 20)


def by_days(incidents, order, distance_edges, day_edges):
    return by_loops(incidents.assign(occurred_at=list(order)), distance_edges, day_edges)


def scattered(count, seed):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "easting_m": rng.uniform(0, 4000, count),
            "northing_m": rng.uniform(0, 4000, count),
            "occurred_at": pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 365, count), unit="D"),
        }
    )


def planted(seed=3):
    """600 burglaries at random, 60 of them followed by one next door within the week."""
    base = scattered(600, seed)
    rng = np.random.default_rng(seed + 1)
    repeat = base.iloc[:60].copy()
    repeat["easting_m"] += rng.uniform(10, 60, 60)
    repeat["occurred_at"] += pd.to_timedelta(rng.integers(1, 7, 60), unit="D")
    return pd.concat([base, repeat], ignore_index=True)


class TestPlanted:
    def test_planted_near_repeats_are_found_where_they_were_planted(self):
        found = knox(planted(), draws=199)
        first = found[(found["distance_from_m"] == 0) & ~found["same_place"] & (found["days_from"] == 0)].iloc[0]
        assert first["knox_ratio"] > 3
        assert first["p_value"] == pytest.approx(1 / 200)
        assert (found.loc[found["distance_from_m"] >= 200, "p_value"] > 0.01).all()

    @pytest.mark.long
    def test_random_incidents_seldom_look_like_repeats(self):
        low = [knox(scattered(250, seed), draws=99)["p_value"].iloc[4] <= 0.05 for seed in range(100)]
        assert np.mean(low) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 100)


class TestRefused:
    def test_snapped_points(self):
        with pytest.raises(InputRefused, match="snapped to a list"):
            knox(planted(), points_snapped=True)

    def test_points_that_look_snapped(self):
        incidents = planted()
        incidents[["easting_m", "northing_m"]] = incidents[["easting_m", "northing_m"]] // 500 * 500 + 3
        with pytest.raises(InputRefused, match="share their point"):
            knox(incidents)

    def test_rounded_points(self):
        incidents = planted()
        incidents[["easting_m", "northing_m"]] = incidents[["easting_m", "northing_m"]].round(-1)
        with pytest.raises(InputRefused, match="lattice of 10 m"):
            knox(incidents)

    def test_months_instead_of_dates(self):
        incidents = planted()
        incidents["occurred_at"] = incidents["occurred_at"].dt.to_period("M").dt.to_timestamp()
        with pytest.raises(InputRefused, match="coarser than a day"):
            knox(incidents)

    def test_one_date_for_all(self):
        with pytest.raises(InputRefused, match="coarser than a day"):
            knox(planted().assign(occurred_at=pd.Timestamp("2024-01-15")))

    @pytest.mark.parametrize("rows", [0, 1])
    def test_too_few(self, rows):
        with pytest.raises(InputRefused, match="both a place and a date"):
            knox(planted().iloc[:rows])

    def test_too_many_pairs(self):
        with pytest.raises(InputRefused, match="more than 100"):
            knox(planted(), rules=NearRepeatRules(most_pairs=100))

    def test_as_many_pairs_as_allowed_are_not_too_many(self):
        """Five of the six lie within 200 m of each other: ten pairs."""
        edges = {"distance_edges_m": (0, 100, 200)}
        assert len(knox(table(), **edges, rules=NearRepeatRules(most_pairs=10))) > 0
        with pytest.raises(InputRefused) as refused:
            knox(table(), **edges, rules=NearRepeatRules(most_pairs=9))
        assert str(refused.value) == (
            "6 incidents make 10 pairs within 200 m, more than 9."
            " Take a shorter period, one crime type, or shorter distances."
        )

    @pytest.mark.parametrize(
        "options", [{"distance_edges_m": (10, 20)}, {"day_edges": (0, 7, 7)}, {"day_edges": (0,)}, {"draws": 0}]
    )
    def test_bands_and_draws_that_make_no_test(self, options):
        with pytest.raises(ConfigurationRefused):
            knox(planted(), **options)
