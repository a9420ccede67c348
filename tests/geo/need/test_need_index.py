"""The choices behind a need score: scales by hand, contributions that add up, denominators, refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.exceptions import ConfigurationRefused
from geo.need.need_index import (
    AGGREGATIONS,
    NORMALISATIONS,
    STRANDS,
    NeedIndex,
    aggregate,
    goes_together,
    normalise,
    strand_values,
)
from geo.need.ranking import rank_areas

EVEN = dict.fromkeys(STRANDS, 0.25)
UNEVEN = {"crime": 0.4, "demand": 0.3, "deprivation": 0.2, "harm": 0.1}
MEASURES = """
area_code  crime_count  demand_count  harm_days  deprivation_score  assessable  not_assessable_reason
a1         10           1             100        50                 True        -
a2         40           9             900        60                 True        -
b1         20           4             300        10                 True        -
b2         30           4             0          20                 True        -
"""


@pytest.fixture
def measures(table):
    return table(MEASURES, "area_code").assign(not_assessable_reason="")


@pytest.mark.parametrize(
    ("normalisation", "expected"),
    [
        ("rank", [100 * 0.5 / 3, 100 * 1.5 / 3, 100 * 2.5 / 3]),
        ("z", [-np.sqrt(1.5), 0, np.sqrt(1.5)]),  # 1, 2, 3: mean 2, standard deviation √(2/3)
        ("index", [100 * 1 / 2, 100, 100 * 3 / 2]),
        # The 2.5th and 97.5th percentiles of 1, 2, 3 are 1.05 and 2.95; beyond them values are capped.
        ("min-max", [1, 1 + 99 * (2 - 1.05) / (2.95 - 1.05), 100]),
    ],
)
def test_scales_by_hand(normalisation, expected, same_index):
    values = pd.Series([1.0, 2.0, np.nan, 3.0], index=list("abcd"))
    scaled = normalise(values, normalisation)
    same_index(scaled, values.index)
    assert scaled.dropna().tolist() == pytest.approx(expected)
    assert np.isnan(scaled["c"])


@pytest.mark.parametrize(("normalisation", "same"), [("rank", 50), ("z", 0), ("index", 100), ("min-max", 50)])
def test_a_strand_without_spread_scores_the_same_everywhere(normalisation, same):
    assert normalise(pd.Series([7.0, 7.0, 7.0]), normalisation).tolist() == [same] * 3


@pytest.mark.parametrize("normalisation", NORMALISATIONS)
@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_contributions_add_up(measures, make_areas, normalisation, aggregation):
    if not goes_together(normalisation, aggregation):
        return
    index = NeedIndex(UNEVEN, normalisation, aggregation)
    ranking = rank_areas(measures, make_areas(2, 2), index=index)
    total = ranking[[f"{strand}_contribution" for strand in STRANDS]].sum(axis=1)
    expected = ranking["need_score"] if aggregation == "arithmetic" else np.log(ranking["need_score"])
    assert np.allclose(total, expected)
    assert ranking["crime_score"].tolist() == [12.5, 87.5, 37.5, 62.5], "a place in the force, whatever the scale"


def test_geometric_mean_by_hand():
    scores = pd.DataFrame({"crime": [4.0], "demand": [9.0], "deprivation": [1.0], "harm": [36.0]})
    need, contributions = aggregate(scores, NeedIndex(EVEN, "index", "geometric"))
    assert need[0] == pytest.approx((4 * 9 * 1 * 36) ** 0.25)
    assert contributions.loc[0, "deprivation"] == 0


def test_a_geometric_mean_of_nothing_counts_as_one():
    scores = pd.DataFrame({"crime": [0.0], "demand": [16.0], "deprivation": [1.0], "harm": [1.0]})
    assert aggregate(scores, NeedIndex(EVEN, "index", "geometric"))[0][0] == pytest.approx(2)


def test_counts_are_divided_and_deprivation_is_not(measures, make_areas):
    areas = make_areas(2, 2).assign(population=[10.0, 20.0, 10.0, 0.0], hectares=[1.0, 2.0, 4.0, 5.0])
    per_resident = strand_values(measures, areas, NeedIndex(per="resident"))
    assert per_resident["crime"].tolist()[:3] == [10 / 10, 40 / 20, 20 / 10]
    assert per_resident["deprivation"].tolist() == [50, 60, 10, 20]
    assert np.isnan(per_resident.loc["b2", "harm"])
    assert strand_values(measures, areas, NeedIndex(per="hectare"))["harm"].tolist() == [100, 900 / 2, 300 / 4, 0]


def test_an_area_with_nobody_to_divide_by_is_not_ranked(measures, make_areas):
    areas = make_areas(2, 2).assign(population=[10.0, 20.0, 10.0, 0.0])
    ranking = rank_areas(measures, areas, index=NeedIndex(per="resident"))
    assert ranking["rank"].tolist() == [3, 1, 2, pd.NA]
    assert ranking.loc["b2", "not_assessable_reason"] == "no population to divide by"
    assert ranking["need_score"].mean() == pytest.approx(50)


@pytest.mark.parametrize(
    ("choices", "told"),
    [
        ({"normalisation": "log"}, "'log' is not a choice .* Use rank, z, min-max, index"),
        ({"aggregation": "product"}, "Use arithmetic, geometric"),
        ({"per": "household"}, "Use area, resident, workday resident, hectare"),
        ({"normalisation": "z", "aggregation": "geometric"}, "negative scores, which have no geometric mean"),
        ({"weights": EVEN | {"crime": 0.5}}, "none negative, together 1"),
    ],
)
def test_choices_that_make_no_sense_are_refused(choices, told):
    with pytest.raises(ConfigurationRefused, match=told):
        NeedIndex(**choices)


def test_a_missing_denominator_says_where_to_give_it(measures, make_areas):
    with pytest.raises(ConfigurationRefused, match=r"no source gives workday_population\. Add the table"):
        strand_values(measures, make_areas(2, 2), NeedIndex(per="workday resident"))
