"""Each placebo place judged by the others: every figure worked out again from the members of the places."""

import numpy as np
import pytest

from geo.evaluation.leave_one_out import leave_one_out
from geo.evaluation.null_spread import fit_moments, lay_out_counts
from geo.evaluation.placebo_places import pack_places
from tests.geo.evaluation.forces import drifting_counts, grid

PHI = 1.5


@pytest.fixture(scope="module")
def force():
    graph = grid(14)
    before, after = drifting_counts(graph, alone=0.1, together=0.1, phi=PHI)
    return graph, before, after, pack_places(graph, area_count=6, restarts=3, seed=3)


@pytest.fixture(scope="module")
def found(force):
    graph, before, after, places = force
    return leave_one_out(places, before, after, graph, dispersion=PHI, planted=0.99, seed=1)


def test_each_place_is_judged_by_those_that_do_not_touch_it(force, found):
    graph, before, after, places = force
    counts = lay_out_counts(places, before, after)
    member_sets = [set(np.flatnonzero(row)) for row in places.members.toarray()]
    touched = {at: set(np.flatnonzero(row)) for at, row in enumerate(graph.sparse.toarray())}
    noise = PHI * (1 / (counts["before_count"] + 0.5) + 1 / (counts["after_count"] + 0.5)).to_numpy()
    change = counts["log_change"].to_numpy()
    assert len(found) > 20
    for row in found.iloc[::7].itertuples():
        own = member_sets[row.place]
        around = own.union(*(touched[area] for area in own))
        others = np.array([not around & one for one in member_sets])
        one_packing = max(others[places.packing == one].sum() for one in np.unique(places.packing))
        assert 8 <= row.effective_count <= one_packing
        null = fit_moments(change[others], noise[others], effective_count=row.effective_count, dispersion=PHI)
        error = null.standard_error(row.before_count, row.after_count)
        assert (row.centre, row.spread) == pytest.approx((null.centre, error))
        standardised = (change[row.place] - null.centre) / error
        assert row.p_value == pytest.approx(null.p_value(standardised))
        assert row.p_rank == pytest.approx(null.p_by_rank(standardised))
        assert row.p_fitted == pytest.approx(null.p_fitted(standardised))
        expected = row.before_count * row.rest_after / row.rest_before
        assert row.detectable_fall == pytest.approx(null.least_detectable_fall(expected))


def test_a_fall_of_nearly_all_is_found_and_none_seldom(force, found):
    graph, before, after, places = force
    assert found["found_planted"].all()
    assert 0.6 < found["found_detectable"].mean() < 0.95  # stated: four times in five
    none = leave_one_out(places, before, after, graph, dispersion=PHI, planted=0.0, seed=1)
    assert none["found_planted"].mean() < 0.1
    assert none.drop(columns="found_planted").equals(found.drop(columns="found_planted"))  # the seed decides
