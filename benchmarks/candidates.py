"""Candidates beside greedy growth and spopt's regions: ``python -m benchmarks.candidates WORKSPACE NAME``.

All are compared with one objective. Runs in an environment that also has spopt; the workspace is
one that a build has written.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import time
import warnings
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
from libpysal.weights import Rook
from spopt.region import Skater, WardSpatial

from benchmarks.measure import RESULTS
from geo.candidates.beam_search import grow_places
from geo.candidates.greedy import grow_greedily
from geo.candidates.milp import Effort, find_best_place
from geo.candidates.place import Place, PlaceLimits, Unit, as_place
from geo.candidates.set_packing import pack_places
from geo.candidates.units import build_units, score_excess
from queries.store.connection import read_areas, read_frame
from queries.workspace.generations import Workspace

LIMITS = PlaceLimits()


def region_places(unit: Unit, areas: gpd.GeoDataFrame, kind: str) -> list[Place]:
    """The best places that a regionalisation of the unit into groups of about seven areas gives, cut to the limits."""
    inside = areas.loc[list(unit.codes)].assign(need=unit.excess).reset_index()
    weights = Rook.from_dataframe(inside, use_index=False, silence_warnings=True)
    regions = max(2, len(inside) // 7)
    model = {"ward": WardSpatial, "skater": Skater}[kind](inside, weights, ["need"], n_clusters=regions)
    model.solve()
    labels = np.asarray(model.labels_)
    groups = [peel(unit, set(np.flatnonzero(labels == label).tolist())) for label in np.unique(labels)]
    places = sorted((place for place in groups if place and unit.value(place) > 0), key=lambda one: -unit.value(one))
    return places[: LIMITS.per_unit]


def regions_within(unit: Unit, areas: gpd.GeoDataFrame, kind: str, seconds: int) -> dict[str, Any]:
    """The value of the regions of a kind, worked out in a process of its own that ends when its time is used up."""
    context = multiprocessing.get_context("fork")
    results, result = context.Pipe(duplex=False)

    def work() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        places, spent = time_call(lambda: region_places(unit, areas, kind))
        result.send({"value": sum(unit.value(place) for place in places), "cpu_s": spent})

    process = context.Process(target=work)
    process.start()
    process.join()
    return dict(results.recv()) if results.poll() else {"value": None, "cpu_s": seconds}


def peel(unit: Unit, group: set[int]) -> Place | None:
    """Drop the least useful areas of a region until it keeps the limits; None where it cannot."""
    while group and not unit.fits(group, LIMITS):
        smaller = [group - {area} for area in group if len(unit.parts(group - {area})) == 1]
        if not smaller:
            return None
        group = max(smaller, key=unit.value)
    return as_place(group) if group else None


def time_call(work: Any) -> tuple[Any, float]:
    """The answer, and the processor's seconds: the machine may be busy with other things."""
    start = time.process_time()
    return work(), time.process_time() - start


def measure_unit(unit: Unit, areas: gpd.GeoDataFrame, seconds: int) -> dict[str, Any]:
    """Every way to draw the places of one unit, on the same objective."""
    greedy, greedy_s = time_call(lambda: grow_greedily(unit, LIMITS))
    row: dict[str, Any] = {
        "areas": len(unit.codes),
        "greedy": {"value": sum(unit.value(place) for place in greedy), "cpu_s": greedy_s},
    }
    packing, spent = time_call(lambda: pack_places(unit, LIMITS, starts=greedy))
    row["together"] = {
        "value": packing.value,
        "bound": packing.value + packing.shortfall,
        "gap": packing.gap,
        "stopped": packing.stopped,
        "cpu_s": spent,
    }
    row["one_place"] = measure_one(unit)
    return row | {kind: regions_within(unit, areas, kind, seconds) for kind in ("ward", "skater")}


def measure_one(unit: Unit) -> dict[str, Any]:
    """The best single place by listing and by the programme, which know nothing of each other."""
    single = replace(LIMITS, per_unit=1)
    listed, listed_s = time_call(lambda: pack_places(unit, single))
    start = grow_places(unit, LIMITS)
    best, best_s = time_call(
        lambda: find_best_place(unit, LIMITS, start=start[0] if start else None, effort=Effort(nodes=5000))
    )
    return {
        "listed": {"value": listed.value, "gap": listed.gap, "cpu_s": listed_s},
        "programme": {
            "value": unit.value(best.place) if best.place else None,
            "bound": best.bound,
            "proven": not best.stopped,
            "cpu_s": best_s,
        },
    }


def main() -> None:
    """Measure every unit of a workspace and keep the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("name")
    parser.add_argument("--seconds", type=int, default=120, help="most processor seconds for spopt's regions of a unit")
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    with Workspace(chosen.workspace).open_current() as con:
        areas = read_areas(con)
        ranking = read_frame(con, "FROM ranking").set_index("area_code")
        measures = read_frame(con, "FROM area_measures").set_index("area_code")
    excess = score_excess(ranking, measures, "need")
    kept: dict[str, Any] = {
        "limits": vars(LIMITS),
        "seconds_allowed": chosen.seconds,
        "packages": {name: version(name) for name in ("highspy", "numpy", "spopt")},
        "units": {},
    }
    for unit in build_units(areas, excess, compactness=LIMITS.compactness):
        kept["units"][unit.npu_code] = measure_unit(unit, areas, chosen.seconds)
        target = RESULTS / f"candidates_{chosen.name}.json"
        target.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
