import numpy as np
import pandas as pd
import pytest

from geo.exceptions import ConfigurationRefused
from geo.measures.deprivation import (
    DOMAIN_WEIGHTS,
    OTHER_DOMAINS,
    deprivation_without_crime,
    rebuild_imd_score,
    score_domains,
)

RANKS = """
area_code  income_rank  employment_rank  education_rank  health_rank  crime_rank  barriers_rank  environment_rank
z          1            1                1               1            1           1              1
a          100          100              100             100          1           100            100
m          50           20               30              70           -           10             90
b          50           -                30              70           5           10             90
"""


def transformed(rank, n=100):
    return -23 * np.log(1 - (n + 1 - rank) / n * (1 - np.exp(-100 / 23)))


def test_the_most_and_the_least_deprived(table, same_index):
    ranks = table(RANKS, "area_code")
    score = rebuild_imd_score(ranks, area_count=100)
    same_index(score, "zamb")
    # The published weights add up to 0.999, not to 1.
    assert score["z"] == pytest.approx(0.999 * 100)
    assert score["a"] == pytest.approx(0.906 * transformed(100) + 0.093 * 100)
    assert score[["m", "b"]].isna().all()


def test_crime_is_left_out_and_the_rest_scaled_up(table):
    score = deprivation_without_crime(table(RANKS, "area_code"), area_count=100)
    assert score["z"] == pytest.approx(100)
    assert score["a"] == pytest.approx(transformed(100))
    expected = 0.225 * (transformed(50) + transformed(20)) + 0.135 * (transformed(30) + transformed(70))
    assert score["m"] == pytest.approx((expected + 0.093 * (transformed(10) + transformed(90))) / 0.906)
    assert np.isnan(score["b"])


def test_more_deprived_is_higher():
    ranks = pd.DataFrame({f"{domain}_rank": range(1, 33_756) for domain in DOMAIN_WEIGHTS})
    assert deprivation_without_crime(ranks, area_count=33_755).is_monotonic_decreasing
    assert deprivation_without_crime(ranks.iloc[:0], area_count=33_755).empty


def test_chosen_domains_are_scaled_up_to_one(table):
    ranks = table(RANKS, "area_code")
    assert score_domains(ranks, ["income"], area_count=100)["m"] == pytest.approx(transformed(50))
    two = score_domains(ranks, ["income", "health"], area_count=100)["m"]
    assert two == pytest.approx((0.225 * transformed(50) + 0.135 * transformed(70)) / (0.225 + 0.135))
    every = score_domains(ranks, list(DOMAIN_WEIGHTS), area_count=100)
    assert every["a"] == pytest.approx(rebuild_imd_score(ranks, area_count=100)["a"] / 0.999)
    without = score_domains(ranks, OTHER_DOMAINS, area_count=100)
    pd.testing.assert_series_equal(without, deprivation_without_crime(ranks, area_count=100))


@pytest.mark.parametrize("domains", [["housing"], []])
def test_domains_that_are_not_there_are_refused(table, domains):
    with pytest.raises(ConfigurationRefused, match="Use: income, employment"):
        score_domains(table(RANKS, "area_code"), domains, area_count=100)
