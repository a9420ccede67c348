"""What compact places give up: ``python -m benchmarks.shapes NAME WORKSPACE``.

The workspace is one that a build has written. Places are drawn anew with several costs for open edges, with and
without the rule against bends; each choice is measured by the need it covers and by five measures of shape, so that the
default can be chosen by what it costs. ``python -m benchmarks.describe`` makes the page.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from benchmarks.force_data import read_settings
from benchmarks.measure import RESULTS
from geo.candidates.delineate import prepare_search
from geo.candidates.place import Place, Unit
from geo.candidates.solve import solve_units
from queries.store.connection import read_areas, read_frame
from queries.workspace.generations import Workspace

PRICES = (0.0, 20.0, 40.0, 50.0, 60.0, 80.0)
SURROUND_SHARES = (1.0, 0.2)


def main(name: str, workspace: Path) -> None:
    """Measure one force and keep the result as JSON."""
    with Workspace(workspace).open_current() as con:
        areas = read_areas(con)
        ranking = read_frame(con, "FROM ranking ORDER BY area_code").set_index("area_code")
    chosen = read_settings(workspace).candidates
    rows = list(_measure(areas, ranking, chosen))
    target = RESULTS / f"shapes_{name}.json"
    target.write_text(json.dumps({"force": name, "choices": rows}, indent=1) + "\n", encoding="utf-8")


def _measure(areas: gpd.GeoDataFrame, ranking: pd.DataFrame, chosen: Any) -> Iterator[dict[str, Any]]:
    nothing = pd.DataFrame(index=ranking.index)
    for price in PRICES:
        for share in SURROUND_SHARES:
            limits = replace(chosen.limits(), compactness=price, surround_share=share)
            sought = prepare_search(ranking, nothing, areas, limits, chosen.proportions(), objective="need")
            solved = list(
                solve_units(areas, sought.excess, limits=sought.limits, low=sought.low, standing=sought.standing)
            )
            places = [(one.unit, place) for one in solved for place in one.packing.places]
            shapes = pd.DataFrame([_shape(unit, place, areas) for unit, place in places])
            yield {
                "compactness": price,
                "surround_share": share,
                "places": len(places),
                "areas": sum(len(place) for _, place in places),
                "need_held": round(sum(unit.need(place) for unit, place in places), 1),
                "proven_units": sum(one.packing.gap == 0 for one in solved),
                "units": len(solved),
                **_summarise(shapes),
            }


def _shape(unit: Unit, place: Place, areas: gpd.GeoDataFrame) -> dict[str, float]:
    outline = shapely.union_all(areas.geometry[[unit.codes[area] for area in place]].to_numpy())
    return {
        "polsby_popper": 4 * math.pi * outline.area / outline.length**2,
        "hull_share": outline.area / outline.convex_hull.area,
        "open_perimeters": unit.open_perimeters(place) / len(place),
        "surrounded_share": unit.count_surrounded(place) / len(place),
    }


def _summarise(shapes: pd.DataFrame) -> dict[str, float]:
    """Middle and least of each measure; how many places bend around more than a fifth of their number."""
    return {
        "polsby_popper_median": round(float(shapes["polsby_popper"].median()), 3),
        "polsby_popper_least": round(float(shapes["polsby_popper"].min()), 3),
        "schwartzberg_median": round(float((1 / shapes["polsby_popper"] ** 0.5).median()), 3),
        "hull_share_median": round(float(shapes["hull_share"].median()), 3),
        "hull_share_least": round(float(shapes["hull_share"].min()), 3),
        "open_share_median": round(float(shapes["open_perimeters"].median()), 3),
        "surrounded_share_most": round(float(shapes["surrounded_share"].max()), 2),
        "places_that_bend": int((shapes["surrounded_share"] > SURROUND_SHARES[-1]).sum()),
    }


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
