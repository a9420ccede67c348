"""Types of area: planted groups are found and named, the number is argued for, stability means something."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.measures.ranks import force_percentiles
from geo.need import area_types
from geo.need.area_type_names import name_types
from geo.need.area_types import AreaChange, find_types, shrunken_change
from geo.need.need_index import STRANDS

GROUPS = {"busy": (4, 4, 0, 4), "poor": (0, 0, 4, 0), "calm": (-4, -4, -4, -4)}


YEARS = (pd.date_range("2023-04-01", periods=12, freq="MS"), pd.date_range("2024-04-01", periods=12, freq="MS"))


def steady(index, logarithm=0.0):
    return AreaChange(pd.Series(logarithm, index=index), 1000.0, 960.0, *YEARS)


@pytest.fixture(scope="module")
def planted():
    random = np.random.default_rng(4)
    group = np.repeat(list(GROUPS), 60)
    raw = np.vstack([random.normal(GROUPS[name], 0.5) for name in group])
    index = pd.Index([f"a{i:03d}" for i in range(180)], name="area_code")
    frame = pd.DataFrame(raw, index=index, columns=[f"{strand}_score" for strand in STRANDS]).apply(force_percentiles)
    ranking = frame.assign(need_score=frame.mean(axis=1))
    return ranking, group, find_types(ranking, steady(index), seed=1)


def test_planted_groups_are_kept_together(planted):
    _, group, found = planted
    table = pd.crosstab(found.members["type_number"].to_numpy(), group)
    assert (table.max(axis=1) / table.sum(axis=1)).min() > 0.95
    assert 3 <= len(found.types) <= 5


def test_types_are_numbered_by_need_and_named_by_their_strands(planted):
    _, _, found = planted
    assert found.types["need_score"].is_monotonic_decreasing
    assert found.types["type_name"].is_unique
    assert found.types["type_name"].iloc[0].startswith("High crime, demand and harm")
    assert found.types["type_name"].iloc[-1].startswith("Low in all four strands")
    assert found.types["area_count"].sum() == 180


def test_refits_agree_where_there_are_groups_and_noise_is_one_type(planted):
    ranking, _, found = planted
    noise = pd.DataFrame(np.random.default_rng(1).random((180, 4)), index=ranking.index, columns=ranking.columns[:4])
    noise = noise.apply(force_percentiles)
    blurred = find_types(noise.assign(need_score=noise.mean(axis=1)), steady(noise.index), seed=1)
    assert blurred.types["type_name"].tolist() == ["In the middle of the force"]
    assert found.types["adjusted_rand_index"].iloc[0] > 0.9
    assert found.members["stability"].between(0, 1).all()


def test_few_areas_are_not_grouped():
    few = pd.DataFrame({f"{s}_score": [10.0, 90.0] for s in STRANDS} | {"need_score": [10.0, 90.0]})
    assert find_types(few, None, seed=1).types.empty


def test_change_is_drawn_in_where_incidents_are_few():
    random = np.random.default_rng(2)
    rates = np.r_[np.full(200, 400.0), np.full(200, 4.0)]
    before = pd.Series(random.poisson(rates).astype(float))
    after = pd.Series(random.poisson(rates * np.exp(random.normal(0, 0.3, 400))).astype(float))
    raw = np.log((after + 0.5) / (before + 0.5))
    drawn = shrunken_change(before, after, dispersion=1.0)
    assert drawn[:200].std() > 0.7 * raw[:200].std()
    assert drawn[200:].std() < 0.5 * raw[200:].std()
    steady = pd.Series([50.0, 80.0, 200.0])
    assert shrunken_change(steady, 2 * steady, dispersion=1.5).abs().max() < 1e-9  # it moved with the force


def test_change_of_three_areas_by_hand():
    before, after, phi = pd.Series([3.0, 40.0, 90.0]), pd.Series([20.0, 40.0, 70.0]), 1.2
    first, second = np.array([3.5, 40.5, 90.5]), np.array([20.5, 40.5, 70.5])
    moved = np.log(second / first) - np.log((20.5 + 40.5 + 70.5) / (3.5 + 40.5 + 90.5))
    luck = phi / first + phi / second
    between = sum((moved - moved.mean()) ** 2) / 3 - luck.mean()  # all areas of the force: divided by their number
    assert between > 0
    assert shrunken_change(before, after, dispersion=phi).to_numpy() == pytest.approx(
        moved * between / (between + luck)
    )


def test_change_weighs_as_much_as_a_strand():
    scores = pd.DataFrame({"crime_score": [10.0, 50.0, 90.0]}, index=list("abc"))
    features = area_types._features(scores, pd.Series([0.1, 0.3, -0.1], index=list("abc")))
    assert features[:, 0] == pytest.approx([-1.281552, 0, 1.281552], abs=1e-6)
    assert features[:, 1] == pytest.approx(np.array([0.1, 0.3, -0.1]) / np.sqrt((0 + 0.2**2 + 0.2**2) / 3))
    assert area_types._features(scores, pd.Series(0.2, index=list("abc")))[:, 1].tolist() == [0, 0, 0]
    unknown = area_types._features(scores, pd.Series([0.1, 0.3], index=list("ab")))
    assert unknown[2, 1] == 0  # an area of which no change is known moved with the force


def test_a_name_taken_already_gets_the_number_of_its_type():
    one = {"crime_score": 50, "demand_score": 50, "deprivation_score": 50, "harm_score": 50, "crime_change": 0.0}
    names = name_types(pd.DataFrame([one, one, one]))
    assert len(set(names)) == 3
    assert names[2] == f"{names[1]} (type 3)"


def test_a_name_has_no_strand_twice():
    low = {"crime_score": 20, "demand_score": 21, "deprivation_score": 50, "harm_score": 22, "crime_change": 0.0}
    less_harm = low | {"harm_score": 8}
    less_deprived = low | {"deprivation_score": 40}
    assert name_types(pd.DataFrame([low, less_harm])) == [
        "Low crime, demand and harm",
        "Low crime, demand and harm, less need",
    ]
    assert name_types(pd.DataFrame([low, less_deprived]))[1] == "Low crime, demand and harm, less deprivation"
    nearly = low | {"deprivation_score": 46}
    assert name_types(pd.DataFrame([low, nearly]))[1] == "Low crime, demand and harm, less need"
    every = {"crime_score": 20, "demand_score": 20, "deprivation_score": 20, "harm_score": 20, "crime_change": 0.0}
    assert name_types(pd.DataFrame([every, every]))[1] == "Low in all four strands, less need"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (0.1, ", rising against the force"),
        (np.nextafter(0.1, 0), ""),
        (np.nextafter(-0.1, 0), ""),
        (-0.1, ", falling against the force"),
    ],
)
def test_a_change_of_a_tenth_is_the_least_that_is_named(change, said):
    middle = pd.DataFrame([dict.fromkeys([f"{strand}_score" for strand in STRANDS], 50) | {"crime_change": change}])
    assert name_types(middle) == [f"In the middle of the force{said}"]


def test_names_by_hand():
    means = pd.DataFrame(
        [
            {"crime": 90, "demand": 88, "deprivation": 86, "harm": 91, "change": 0.0},
            {"crime": 80, "demand": 66, "deprivation": 70, "harm": 90, "change": 0.2},
            {"crime": 80, "demand": 50, "deprivation": 20, "harm": 70, "change": 0.0},
            {"crime": 50, "demand": 50, "deprivation": 50, "harm": 50, "change": 0.0},
            {"crime": 50, "demand": 50, "deprivation": 36, "harm": 50, "change": 0.0},
            {"crime": 5, "demand": 5, "deprivation": 30, "harm": 9, "change": -0.3},
        ]
    )
    means = means.rename(columns=lambda name: "crime_change" if name == "change" else f"{name}_score")
    assert name_types(means) == [
        "Very high in all four strands",
        "High in all four strands, rising against the force",
        "High crime and harm, low deprivation",
        "In the middle of the force",
        "In the middle of the force, less deprivation",
        "Low in all four strands, falling against the force",
    ]


def test_a_type_names_the_two_periods_and_the_force_beside_its_change(planted):
    ranking, _, still = planted
    risen = find_types(ranking, steady(ranking.index, np.log(1.2)), seed=1).types
    assert risen["crime_change"].tolist() == pytest.approx([0.2] * len(risen))
    assert risen["force_change"].tolist() == pytest.approx([-0.04] * len(risen))
    assert (risen[["before_start", "after_end"]].iloc[0] == [YEARS[0][0], YEARS[1][-1]]).all()
    assert (
        risen["description"]
        .iloc[0]
        .endswith(
            "Recorded crime rose by 20% against the force, in which it fell by 4%:"
            " April 2024 to March 2025 against April 2023 to March 2024"
        )
    )
    assert "Recorded crime was unchanged against the force" in still.types["description"].iloc[0]


def test_without_two_years_types_say_nothing_of_change(planted):
    ranking, group, _ = planted
    found = find_types(ranking, None, seed=1)
    assert found.types["crime_change"].isna().all()
    assert found.types["before_start"].isna().all()
    assert found.types["description"].iloc[0].endswith("Change is not shown: no two years compare")
    assert not found.types["type_name"].str.contains("rising|falling").any()
    table = pd.crosstab(found.members["type_number"].to_numpy(), group)
    assert (table.max(axis=1) / table.sum(axis=1)).min() > 0.95
