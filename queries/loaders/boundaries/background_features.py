"""Read water, green, roads, railways and landmarks from the force's own GeoJSON files, to draw under the maps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo.exceptions import InputRefused
from queries.files.open_files import SourceFile, open_files

KINDS = {
    "water": ("Polygon", "MultiPolygon"),
    "green": ("Polygon", "MultiPolygon"),
    "road": ("LineString", "MultiLineString"),
    "rail": ("LineString", "MultiLineString"),
    "landmark": ("Point",),
    "settlement": ("Point",),
}


def read_context(files: Sequence[str], *, base: Path, kind: str, name: str) -> gpd.GeoDataFrame:
    """Read the features around the areas.

    Parameters
    ----------
    files : Sequence[str]
        Paths or patterns of GeoJSON files in longitude and latitude (WGS 84), with or without ``.gz``.
    base : Path
        Folder that relative paths start from.
    kind, name : str
        Properties that say what a feature is (water, green, road, rail, landmark or settlement) and what it is called.

    Returns
    -------
    geopandas.GeoDataFrame
        ``kind``, ``name`` (empty where there is none), geometry in EPSG:27700, metres; in the order of the files.

    Raises
    ------
    InputRefused
        Not GeoJSON, a kind that is not known, a geometry that does not suit its kind.

    Notes
    -----
    Only drawn, never counted with. Conversion from WGS 84 uses no OSTN15 grid and can be off by up to 4 m.
    """
    found = [row for file in open_files(files, base=base) for row in _features(file, kind=kind, name=name)]
    frame = gpd.GeoDataFrame(
        pd.DataFrame([row[:2] for row in found], columns=["kind", "name"]),
        geometry=[row[2] for row in found],
        crs="OGC:CRS84",
    )
    _refuse_elsewhere(frame, files)
    return frame.to_crs(27700)


def _refuse_elsewhere(frame: gpd.GeoDataFrame, files: Sequence[str]) -> None:
    """Refuse coordinates with latitude first, or in metres: they would be drawn nowhere, without a warning."""
    west, south, east, north = frame.total_bounds
    if not (west > -12 and south > 48 and east < 5 and north < 62):
        raise InputRefused(
            f"{', '.join(files)}: {west:.2f}, {south:.2f} to {east:.2f}, {north:.2f} is not in Britain",
            "Export in WGS 84, longitude before latitude",
        )


def _features(file: SourceFile, *, kind: str, name: str) -> list[tuple[str, str, Any]]:
    try:
        features = json.loads(file.data.decode("utf-8"))["features"]
        return [_feature(one, number, file.name, kind, name) for number, one in enumerate(features, start=1)]
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError):
        raise InputRefused(
            f"'{file.name}' is not a GeoJSON FeatureCollection", "Export the context layer as GeoJSON in WGS 84"
        ) from None


def _feature(feature: dict[str, Any], number: int, file: str, kind: str, name: str) -> tuple[str, str, Any]:
    properties = feature.get("properties") or {}
    what = str(properties.get(kind) or "")
    if what not in KINDS:
        raise InputRefused(
            f"'{file}': feature {number} has the {kind} '{what[:40]}'", f"Kinds that can be drawn: {', '.join(KINDS)}"
        )
    try:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
    except shapely.GEOSException:
        shape = None
    if shape is None or shape.is_empty or shape.geom_type not in KINDS[what]:
        raise InputRefused(
            f"'{file}': feature {number} ({what}) is not a {' or '.join(KINDS[what])}",
            "Export it again, or leave it out",
        )
    drawn = shapely.make_valid(shape) if what in ("water", "green") else shape
    return what, str(properties.get(name) or ""), drawn
