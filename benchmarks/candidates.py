"""Candidates beside greedy growth and spopt's regions: ``python -m benchmarks.candidates WORKSPACE NAME``.

All are held against one objective. Runs in an environment that also has spopt; the workspace is
one that a build has written.
"""

from __future__ import annotations

import argparse
import json
import time
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np

from benchmarks.measure import RESULTS
from geo.place_greedy import grow_greedily
from geo.place_growth import grow_places
from geo.place_model import Effort, find_best_place
from geo.place_packing import PackingEffort, pack_places
from geo.place_units import build_units, score_excess
from geo.places import Place, PlaceLimits, Unit, as_place
from queries.generations import Workspace
from queries.store import read_areas, read_frame

LIMITS = PlaceLimits()


def ward_places(unit: Unit, areas: gpd.GeoDataFrame) -> list[Place]:
    """The best places that a regionalisation of the unit into groups of about seven areas gives, cut to the limits."""
    from libpysal.weights import Rook
    from spopt.region import WardSpatial

    inside = areas.loc[list(unit.codes)].assign(need=unit.excess).reset_index()
    weights = Rook.from_dataframe(inside, use_index=False, silence_warnings=True)
    regions = max(2, len(inside) // 7)
    model = WardSpatial(inside, weights, ["need"], n_clusters=regions)
    model.solve()
    labels = np.asarray(model.labels_)
    groups = [peel(unit, set(np.flatnonzero(labels == label).tolist())) for label in np.unique(labels)]
    places = sorted((place for place in groups if place and unit.value(place) > 0), key=lambda one: -unit.value(one))
    return places[: LIMITS.per_unit]


def peel(unit: Unit, group: set[int]) -> Place | None:
    """Drop the least useful areas of a region until it keeps the limits; None where it cannot."""
    while group and not unit.fits(group, LIMITS):
        smaller = [group - {area} for area in group if len(unit.parts(group - {area})) == 1]
        if not smaller:
            return None
        group = max(smaller, key=unit.value)
    return as_place(group) if group else None


def timed(work: Any) -> tuple[Any, float]:
    """The answer, and the processor's seconds: the machine may be busy with other things."""
    start = time.process_time()
    return work(), time.process_time() - start


def measure_unit(unit: Unit, areas: gpd.GeoDataFrame, effort: PackingEffort) -> dict[str, Any]:
    """Every way to draw the places of one unit, on the same objective."""

    def worth(places: list[Place]) -> float:
        return sum(unit.value(place) for place in places)

    greedy, greedy_s = timed(lambda: grow_greedily(unit, LIMITS))
    ours, ours_s = timed(lambda: pack_places(unit, LIMITS, starts=greedy))
    proven, proven_s = timed(lambda: pack_places(unit, LIMITS, starts=greedy, effort=effort))
    start = grow_places(unit, LIMITS)
    one, one_s = timed(
        lambda: find_best_place(unit, LIMITS, start=start[0] if start else None, effort=Effort(nodes=5000))
    )
    row = {
        "areas": len(unit.codes),
        "greedy": {"value": worth(greedy), "cpu_s": greedy_s},
        "default": {"value": ours.value, "bound": ours.value + ours.shortfall, "gap": ours.gap, "cpu_s": ours_s},
        "proofs": {
            "value": proven.value, "bound": proven.value + proven.shortfall, "gap": proven.gap,
            "stopped": proven.stopped, "cpu_s": proven_s,
        },
        "one_place": {"value": unit.value(one.place) if one.place else None, "bound": one.bound,
                      "proven": not one.stopped, "cpu_s": one_s},
    }  # fmt: skip
    ward, ward_s = timed(lambda: ward_places(unit, areas))
    row["ward"] = {"value": worth(ward), "cpu_s": ward_s}
    return row


def main() -> None:
    """Measure every unit of a workspace and keep the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("name")
    parser.add_argument("--proofs", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=120.0)
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    with Workspace(chosen.workspace).open_current() as con:
        areas = read_areas(con)
        ranking = read_frame(con, "FROM ranking").set_index("area_code")
        measures = read_frame(con, "FROM area_measures").set_index("area_code")
    effort = PackingEffort(proofs=chosen.proofs, gap=0.005, seconds=chosen.seconds)
    excess = score_excess(ranking, measures, "need")
    kept: dict[str, Any] = {
        "limits": vars(LIMITS),
        "seconds_allowed": chosen.seconds,
        "packages": {name: version(name) for name in ("highspy", "numpy", "spopt")},
        "units": {},
    }
    for unit in build_units(areas, excess, compactness=LIMITS.compactness):
        kept["units"][unit.npu_code] = measure_unit(unit, areas, effort)
        target = RESULTS / f"candidates_{chosen.name}.json"
        target.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
