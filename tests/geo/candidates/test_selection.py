"""Selection-adjusted p-values: the cheap search against plain growth, size on null surfaces, and a planted place."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from geo.candidates.greedy import grow_greedily
from geo.candidates.null_excess import draw_excess
from geo.candidates.place import PlaceLimits
from geo.candidates.selection import Selection, judge_places, search_surfaces
from geo.candidates.strongest import grow_on_surfaces
from geo.candidates.units import build_units
from geo.exceptions import ConfigurationRefused
from geo.need.level import expect_counts
from geo.need.need_index import COUNTED, STRANDS, NeedIndex, aggregate, normalise
from geo.need.null_surfaces import null_strands
from geo.need.score_draws import score_draws
from geo.need.similar_areas import find_similar

LIMITS = PlaceLimits(per_unit=1, max_areas=5, min_teams=1, compactness=30.0)


@pytest.fixture
def force(make_areas):
    """Twelve by ten squares in two units, strands around what people and a covariate give."""
    areas = make_areas(12, 10, residents=1500.0)
    areas["npu_code"] = ["AA" if code[0] < "f" else "BB" for code in areas.index]
    random = np.random.default_rng(1)
    kind = pd.Series(random.normal(size=len(areas)), index=areas.index)
    counts = random.gamma(4, 0.25, len(areas)) * 100 * np.exp(0.3 * kind)
    strands = pd.DataFrame({strand: (counts * random.gamma(30, 1 / 30, len(areas))).round() for strand in COUNTED})
    strands["deprivation"] = kind
    similar = find_similar(kind.to_frame("kind"), neighbours=15)
    return areas, strands, similar


def setting(areas, strands, similar, draws, seed=0):
    expected = {s: expect_counts(strands[s], areas["population"], similar, dispersion=1.5) for s in COUNTED}
    null = null_strands(expected, dict.fromkeys(COUNTED, 1.0))
    flat = pd.Series(1.0, index=areas.index)
    excess, crime = draw_excess(strands, flat, null, NeedIndex(), draws=draws, seed=seed)
    units = list(build_units(areas, excess.iloc[0], compactness=LIMITS.compactness))
    return units, excess, crime, expected["crime"]


def test_from_one_peak_it_grows_as_greedy_growth_does(force):
    units, excess, _, _ = setting(*force, draws=30)
    unit = units[0]
    found = grow_on_surfaces(unit, LIMITS, excess[list(unit.codes)].to_numpy(), seeds=1)
    for surface, members, value in zip(found.surface, found.members, found.values, strict=True):
        own = type(unit)(**{**vars_of(unit), "excess": excess.iloc[surface][list(unit.codes)].to_numpy()})
        (plain,) = grow_greedily(own, LIMITS)
        if not unit.holes(np.flatnonzero(members).tolist()):
            assert tuple(np.flatnonzero(members)) == plain
            assert value == pytest.approx(own.value(plain))


def vars_of(unit):
    return {name: getattr(unit, name) for name in unit.__dataclass_fields__}


def test_scores_of_the_observed_surface_are_those_of_the_ranking(force):
    areas, strands, similar = force
    _, excess, crime, _ = setting(areas, strands, similar, draws=20)
    scores = pd.DataFrame({strand: normalise(strands[strand], "rank") for strand in STRANDS})
    need = aggregate(scores, NeedIndex())[0]
    assert excess.iloc[0].to_numpy() == pytest.approx((need - need.mean()).to_numpy())
    assert crime.iloc[0].tolist() == strands["crime"].tolist()


@pytest.mark.parametrize(
    "index", [NeedIndex(), NeedIndex(normalisation="index", aggregation="geometric"), NeedIndex(normalisation="z")]
)
def test_many_surfaces_score_as_one_does(force, index):
    _, strands, _ = force
    one = aggregate(pd.DataFrame({s: normalise(strands[s], index.normalisation) for s in STRANDS}), index)[0]
    many = score_draws({s: np.tile(strands[s].to_numpy(), (3, 1)) for s in STRANDS}, index)
    assert many == pytest.approx(np.tile(one.to_numpy(), (3, 1)))


def test_a_planted_place_is_above_and_a_place_as_expected_is_not(force):
    areas, strands, similar = force
    planted = ["b3", "b4", "c3", "c4"]
    planted = [code for code in areas.index if code in {f"{c[0]}{int(c[1:]):02d}" for c in planted}]
    strands.loc[planted, list(COUNTED)] *= 8
    units, excess, crime, expected = setting(areas, strands, similar, draws=99)
    found = search_surfaces(units, LIMITS, excess, crime, expected)
    places = pd.DataFrame({"candidate_id": ["AA-1", "BB-1"], "npu_code": ["AA", "BB"], "objective_value": [900.0, 1.0]})
    members = pd.DataFrame({"candidate_id": ["AA-1"] * 4 + ["BB-1"] * 2, "area_code": [*planted, "h02", "h03"]})
    levels = judge_places(places, members, strands["crime"], expected, found).set_index("candidate_id")
    assert levels.loc["AA-1", "level_class"] == "above"
    strongest = found.tails.iloc[1:].min(axis=1)  # anywhere in the force
    own = max(levels.loc["AA-1", "p_value"], found.tails["AA"].iloc[0])
    assert levels.loc["AA-1", "p_selected"] == (1 + sum(strongest <= own * (1 + 1e-9))) / 100
    assert levels.loc["AA-1", "observed_count"] == strands.loc[planted, "crime"].sum()
    assert levels.loc["AA-1", "expected_count"] == pytest.approx(expected.mean[planted].sum())
    drawn = crime[planted].iloc[1:].sum(axis=1)
    ends = np.quantile(drawn, [0.05, 0.95])  # 90% of what these very areas have on the drawn surfaces
    assert levels.loc["AA-1", ["expected_low", "expected_high"]].tolist() == pytest.approx(list(ends))
    scores = pd.Series(expected.fit.scores[0], index=expected.area_codes)[planted]
    assert levels.loc["AA-1", "p_value"] == pytest.approx(stats.combine_pvalues(stats.norm.sf(scores), "stouffer")[1])
    mean = expected.mean[planted].sum()
    assert levels.loc["AA-1", "times_expected"] == pytest.approx(strands.loc[planted, "crime"].sum() / mean)
    assert levels["draws"].tolist() == [99, 99]
    assert levels.loc["BB-1", "level_class"] == "as expected"
    assert levels.loc["BB-1", "p_selected_need"] == 1


def test_a_place_is_never_stronger_than_what_the_cheap_search_found(force):
    units, excess, crime, expected = setting(*force, draws=39)
    found = search_surfaces(units, LIMITS, excess, crime, expected)
    for npu in ("AA", "BB"):
        assert found.of_level(npu, 0.0) == found.of_level(npu, float(found.tails[npu].iloc[0]))
        assert found.of_value(npu, np.inf) == found.of_value(npu, float(found.best[npu].iloc[0]))


@pytest.mark.parametrize("seeds", [1, 12])
def test_a_search_that_misses_places_does_not_raise_the_size(force, seeds):
    """Surfaces drawn and searched alike: of 60, no more than a share a has a place with p <= a, exactly, by ranks."""
    units, excess, crime, expected = setting(*force, draws=60)
    found = search_surfaces(units, LIMITS, excess.iloc[1:], crime.iloc[1:], expected, seeds=seeds)
    p_level, p_need = [], []
    for at in range(60):
        order = [at, *(other for other in range(60) if other != at)]
        own = Selection(found.best.iloc[order], found.tails.iloc[order], found.counts.iloc[order])
        # A place that a better search found is asked about: it counts as no stronger than what this one found.
        p_level.append(min(own.of_level(npu, 0.0) for npu in ("AA", "BB")))
        p_need.append(min(own.of_value(npu, np.inf) for npu in ("AA", "BB")))
    for p in (np.array(p_level), np.array(p_need)):
        assert all((p <= share / 60 + 1e-12).sum() <= share for share in range(1, 61))
        assert (p <= 3 / 60 + 1e-12).sum() == 3, "and without ties it is reached"


@pytest.mark.long
def test_of_null_surfaces_few_have_a_place_above(force):
    areas, strands, similar = force
    units, excess, crime, expected = setting(areas, strands, similar, draws=39)
    null = null_strands(
        {s: expect_counts(strands[s], areas["population"], similar, dispersion=1.5) for s in COUNTED},
        dict.fromkeys(COUNTED, 1.0),
    )
    drawn = null.draw(40, np.random.default_rng(8))
    above = 0
    for at in range(40):
        surface = pd.DataFrame({s: drawn[s][at] for s in COUNTED}, index=areas.index)
        surface["deprivation"] = strands["deprivation"]
        units, excess, crime, expected = setting(areas, surface, similar, draws=39, seed=at)
        found = search_surfaces(units, LIMITS, excess, crime, expected)
        above += min(found.of_level(npu, 0.0) for npu in ("AA", "BB")) <= 0.05
    assert above <= stats.binom.ppf(0.999, 40, 0.05)


def test_too_few_surfaces_are_refused(force):
    units, excess, crime, expected = setting(*force, draws=10)
    with pytest.raises(ConfigurationRefused, match="at least 19"):
        search_surfaces(units, LIMITS, excess, crime, expected)
