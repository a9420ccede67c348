"""Units one after the other: what an earlier unit took is barred, and after Ctrl-C the rest get little effort."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.candidates import solve
from geo.candidates.place import PlaceLimits
from geo.candidates.set_packing import PackingEffort, pack_places
from geo.candidates.solve import solve_units

LIMITS = dict.fromkeys(["AA", "BB", "CC"], PlaceLimits(per_unit=1, max_areas=3, min_teams=1, compactness=30.0))
EFFORT = PackingEffort(rounds=7, groups=300, proofs=5, seconds=60.0)


@pytest.fixture
def three_units(make_areas):
    areas = make_areas(3, 3).assign(npu_code=np.repeat(["AA", "BB", "CC"], 3))
    return areas, pd.Series([50.0, 45, -5, 60, 40, -5, 30, 20, -5], index=areas.index)


@pytest.mark.parametrize(
    ("stopped", "later"),
    [
        ("interrupted", replace(EFFORT, groups=0, proofs=0)),
        ("time", EFFORT),
        ("nodes", EFFORT),
        ("", EFFORT),
    ],
)
def test_effort_falls_only_after_an_interruption(three_units, monkeypatch, stopped, later):
    efforts = []

    def pack(unit, limits, **options):
        efforts.append(options["effort"])
        found = pack_places(unit, limits, **options)
        return replace(found, stopped=stopped) if unit.npu_code == "AA" else found

    monkeypatch.setattr(solve, "pack_places", pack)
    solved = list(solve_units(*three_units, limits=LIMITS, effort=EFFORT))
    assert efforts == [EFFORT, later, later]
    assert [one.unit.npu_code for one in solved] == ["AA", "BB", "CC"]
    assert all(one.packing.places for one in solved)  # little effort, and still an answer


def test_across_borders_what_an_earlier_unit_took_is_barred(three_units):
    areas, excess = three_units
    solved = list(solve_units(areas, excess, limits=LIMITS, cross_units=True))
    taken: set[str] = set()
    for one in solved:
        assert {one.unit.codes[at] for at in one.barred} == taken & set(one.unit.codes)
        places = {one.unit.codes[at] for place in one.packing.places for at in place}
        assert not places & taken
        taken |= places
    assert any(one.barred for one in solved)
    assert not any(one.barred for one in solve_units(areas, excess, limits=LIMITS))
