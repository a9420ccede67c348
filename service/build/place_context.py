"""Read roads, water, railways and settlements for the maps of a force, and say which are missing."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from queries.loaders.boundaries.context_files import read_all_context
from service.settings.pages import Context

# How far beyond the force its maps can show.
AROUND_M = 30_000.0
WANTED = (
    ("roads", "OS Open Roads", {"road"}),
    ("water", "OS Open Rivers", {"river", "water"}),
    ("railways", "OS Open Zoomstack or OS VectorMap District", {"rail"}),
    ("settlements", "OS Open Names", {"settlement", "landmark"}),
)


def read_place_context(named: Context | None, base: Path, areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """What the pages draw around the areas; nothing where no file is named."""
    if named is None:
        return gpd.GeoDataFrame()
    west, south, east, north = (float(side) for side in areas.total_bounds)
    around = (west - AROUND_M, south - AROUND_M, east + AROUND_M, north + AROUND_M)
    return read_all_context(named.files, base=base, kind=named.kind, name=named.name, around=around)


def missing_context(context: gpd.GeoDataFrame) -> list[str]:
    """Say what the maps lack, and which free national files give it: one sentence, or none."""
    kinds = set() if context.empty else set(context["kind"])
    lacking = [f"{what} ({source})" for what, source, drawn in WANTED if not kinds & drawn]
    if not lacking:
        return []
    return [f"Maps have no {', no '.join(lacking)}: name the files under [context]; all are free to use and to publish"]
