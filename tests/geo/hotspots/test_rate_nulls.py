"""Rates of unequal populations: few residents must not become hotspots by noise, real risk must."""

from datetime import date
from functools import partial

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from geo.areas.neighbours import build_neighbours
from geo.exceptions import ConfigurationRefused, InputRefused
from geo.hotspots.exact_p_values import exact_p_values
from geo.hotspots.find_hotspots import find_hotspots
from geo.hotspots.rate_nulls import constant_risk_p_values, standardise_rates
from geo.measures.other_measures import HOLDS_ON_ALL, HOLDS_ON_SOME, holds_on, other_measures
from geo.measures.ranks import doubled_mid_ranks
from geo.measures.rates import empirical_bayes_rate

RISK, PHI = 0.05, 1.6


@pytest.fixture
def force(make_areas):
    """Twenty by twenty; the six by six in one corner have 30 residents each, the others 2,000."""
    areas = make_areas(20, 20)
    small = pd.Series([code[0] in "abcdef" and int(code[1:]) <= 6 for code in areas.index], index=areas.index)
    population = pd.Series(2000.0, index=areas.index).mask(small, 30.0)
    return areas, build_neighbours(areas), population, small


def overdispersed(random, mean, phi=PHI):
    return pd.Series(random.negative_binomial(mean / (phi - 1), 1 / phi), index=mean.index)


def test_standardised_rates_by_hand_and_none_without_residents():
    counts = pd.Series([2.0, 6.0, 3.0, np.nan], index=list("abcd"))
    found = standardise_rates(counts, pd.Series([100.0, 100.0, 0.0, 50.0], index=list("abcd")))
    mean = (2 + 6) / 200
    spread = 0.02**2  # both rates lie 0.02 from the mean of 0.04
    between = spread - mean / 100
    assert found[["a", "b"]].tolist() == pytest.approx(
        [(rate - mean) / np.sqrt(max(between, 0) + mean / 100) for rate in (0.02, 0.06)]
    )
    assert found[["c", "d"]].isna().all()


def test_few_residents_do_not_become_hotspots_by_noise(force):
    _, graph, population, small = force
    random, named = (
        np.random.default_rng(1),
        {"raw": [], "empirical_bayes": [], "standardised": [], "constant_risk": []},
    )
    for _ in range(30):
        counts = overdispersed(random, RISK * population)
        measures = {
            "raw": counts / population,
            "empirical_bayes": empirical_bayes_rate(counts, population),
            "standardised": standardise_rates(counts, population),
        }
        for name, rates in measures.items():
            p = exact_p_values(doubled_mid_ranks(rates).astype(float), graph)["p_value"]
            named[name].append((p[small] <= 0.01).mean())
        context = constant_risk_p_values(counts, population, graph, dispersion=PHI)
        named["constant_risk"].append((context["constant_risk_p_value"][small] <= 0.01).mean())
    share = {name: np.mean(found) for name, found in named.items()}
    # Raw rates of 30 residents are extreme by chance: several times as many fall below 0.01 as should.
    assert share["raw"] > 0.04
    assert share["empirical_bayes"] < 0.03
    assert share["standardised"] < 0.03
    assert share["constant_risk"] <= 0.01 + 3 * np.std(named["constant_risk"]) / np.sqrt(30)


def test_no_hotspot_among_few_residents_and_the_planted_one_found(force):
    _, graph, population, small = force
    random = np.random.default_rng(2)
    block = pd.Series([code[0] in "mnopq" and 10 <= int(code[1:]) <= 14 for code in population.index], population.index)
    counts = overdispersed(random, RISK * population * block.map({True: 3.0, False: 1.0}))
    surfaces = pd.DataFrame({("eb_rate_rank", "All"): empirical_bayes_rate(counts, population)})
    surfaces.columns.names = ["measure", "crime_type"]
    period = {"period_start": date(2024, 1, 1), "period_end": date(2024, 1, 1), "draws": 99, "seed": 1}
    found = find_hotspots(surfaces, graph, assessable=population > 0, **period).set_index("area_code")
    hot = found["hotspot_class"].str.startswith("hotspot")
    assert not hot[small].any()
    inside = [f"{row}{column:02d}" for row in "nop" for column in (11, 12, 13)]
    assert hot[inside].all()
    assert not found.columns.str.contains("constant_risk").any()
    context = constant_risk_p_values(counts, population, graph, dispersion=PHI, alternative="greater")
    assert (context["constant_risk_p_value"][block] < 1e-3).all()
    assert (context["risk_ratio"][block] > 1.5).all()


def test_constant_risk_is_the_negative_binomial_tail(make_areas):
    areas = make_areas(3, 1)  # a1 a2 a3 in a row
    graph = build_neighbours(areas)
    counts = pd.Series([4, 10, 1], index=areas.index)
    population = pd.Series([100.0, 200.0, 200.0], index=areas.index)
    found = constant_risk_p_values(counts, population, graph, dispersion=2.0, alternative="greater")
    assert found["neighbourhood_count"].tolist() == [4 + 10, 4 + 10 + 1, 10 + 1]
    assert np.allclose(found["expected_count"], [15 * 300 / 500, 15, 15 * 400 / 500])
    assert found.loc["a1", "risk_ratio"] == pytest.approx(14 / 9)
    # Mean 9, variance 2 x 9: the sum of the probabilities of 14 and more, written out.
    mass = [stats.nbinom.pmf(count, 9.0, 0.5) for count in range(14, 400)]
    assert found.loc["a1", "constant_risk_p_value"] == pytest.approx(sum(mass))
    poisson = constant_risk_p_values(counts, population, graph, dispersion=1.0, alternative="less")
    assert poisson.loc["a3", "constant_risk_p_value"] == pytest.approx(stats.poisson.cdf(11, 12))


def test_a_neighbourhood_that_expects_less_than_one_incident_has_a_risk_ratio(make_areas):
    areas = make_areas(4, 1)  # one incident in four areas of equal residents: a quarter is expected in each
    counts, population = pd.Series([0, 0, 0, 1], index=areas.index), pd.Series(100.0, index=areas.index)
    found = constant_risk_p_values(counts, population, build_neighbours(areas), dispersion=1.0)
    assert found["expected_count"].tolist() == pytest.approx([2 / 4, 3 / 4, 3 / 4, 2 / 4])
    assert found["risk_ratio"].tolist() == pytest.approx([0, 0, 4 / 3, 2])


def test_standardised_rates_are_the_formula():
    counts, population = pd.Series([2.0, 30.0, 5.0]), pd.Series([100.0, 300.0, 200.0])
    mean, rate = 37 / 600, counts / population
    between = (population * (rate - mean) ** 2).sum() / 600 - mean / 200
    assert between > 0
    assert np.allclose(standardise_rates(counts, population), (rate - mean) / np.sqrt(between + mean / population))
    # Spread no wider than chance: A is held at 0.
    even = pd.Series([10.0, 30.0, 20.0])
    assert np.allclose(standardise_rates(even, population), 0)


def test_edges_of_input(force, same_index):
    _, graph, population, _ = force
    counts = (RISK * population).round().mask(population.index == "c05")
    without = population.mask(population.index == "d07", 0)
    for function in (standardise_rates, partial(constant_risk_p_values, graph=graph, dispersion=1.5)):
        found = pd.DataFrame(function(counts, without))
        same_index(found, counts.index)
        assert found.loc[["c05", "d07"]].isna().all(axis=None)
        assert pd.DataFrame(function(counts.iloc[:0], without.iloc[:0])).empty
        assert pd.DataFrame(function(counts * 0, without)).iloc[:, -1].dropna().empty
        with pytest.raises(InputRefused, match="1 counts are negative"):
            function(counts.where(counts.index != "a01", -1), without)
    with pytest.raises(ConfigurationRefused, match=r"0\.9"):
        constant_risk_p_values(counts, population, graph, dispersion=0.9)
    with pytest.raises(InputRefused, match="whole number"):
        constant_risk_p_values(counts + 0.5, population, graph, dispersion=1.5)


def test_holds_on_all_or_some(force):
    _, graph, population, _ = force
    random = np.random.default_rng(3)
    counts = pd.Series(random.poisson(20, 400), index=population.index).astype(float)
    counts[[f"{row}{column:02d}" for row in "klmno" for column in range(10, 15)]] += 60
    surfaces = pd.DataFrame({("count_rank", "All"): counts, ("harm_rank", "All"): counts})
    surfaces.columns.names = ["measure", "crime_type"]
    wide = other_measures(surfaces, population)
    assert wide.columns.tolist() == [
        (measure, "All") for measure in ("count_rank", "harm_rank", "count", "log_count", "eb_rate_rank")
    ]
    period = {"period_start": date(2024, 1, 1), "period_end": date(2024, 1, 1), "draws": 99, "seed": 1}
    found = find_hotspots(wide, graph, assessable=population > 0, **period)
    used = found.groupby("measure")["inference"].first().to_dict()
    assert used == dict.fromkeys(("count", "count_rank", "eb_rate_rank", "harm_rank"), "exact") | {
        "log_count": "bracketed"
    }
    by_area = found[found["measure"] == "count_rank"].set_index("area_code")
    assert by_area.loc["m12", "holds_on"] == HOLDS_ON_ALL
    assert by_area.loc["t01", "holds_on"] == ""
    assert (found.loc[found["measure"] == "harm_rank", "holds_on"] == "").all()
    hot = found[found["measure"] != "harm_rank"].assign(hot=found["hotspot_class"].str.startswith("hotspot"))
    times = hot.groupby("area_code")["hot"].sum()
    some = times.index[times.between(1, 3)]
    assert len(some) > 0
    assert set(by_area.loc[some, "holds_on"]) == {HOLDS_ON_SOME}
    # Before correction more is named, never less.
    named = [by_area[column].str.contains("spot [0-9]") for column in ("hotspot_class", "uncorrected_class")]
    assert (named[0] <= named[1]).all()
    assert named[1].sum() > named[0].sum()


def test_one_measure_holds_on_nothing_and_opposite_directions_on_some(table):
    rows = """
    area_code  measure     crime_type  hotspot_class
    a          count_rank  All         hotspot 99%
    a          count       All         hotspot 90%
    b          count_rank  All         coldspot 95%
    b          count       All         beside a hotspot
    c          count_rank  All         hotspot 95%
    c          count       All         cannot be assessed
    d          count_rank  All         undecided
    d          count       All         no hotspot
    """
    found = holds_on(table(rows.replace("\n    ", "\n")))
    assert found.tolist() == [HOLDS_ON_ALL] * 2 + [HOLDS_ON_SOME] * 2 + [""] * 4
