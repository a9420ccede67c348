"""Read what is around the areas, from national products as published and from the force's own files."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from geo.exceptions import InputRefused
from queries.files.open_files import SourceFile, match_files, open_files
from queries.loaders.boundaries.background_features import read_context
from queries.loaders.boundaries.context_products import (
    EASTING,
    LOCAL_TYPE,
    NAME,
    NORTHING,
    OPEN_NAMES_COLUMNS,
    PRODUCTS,
    SETTLEMENTS,
    SMALLEST_GREEN_M2,
    STATIONS,
    TYPE,
    Layer,
    layer_of,
)

COLUMNS = ["kind", "name", "importance"]
_BY_LAYER = (".gpkg", ".shp")
_USUAL = {"water": 1, "green": 4, "road": 2, "rail": 2, "landmark": 3, "settlement": 2}


def read_all_context(
    patterns: Sequence[str], *, base: Path, kind: str, name: str, around: tuple[float, float, float, float]
) -> gpd.GeoDataFrame:
    """Read every file of ``[context]``, whatever it is, near the force only.

    Parameters
    ----------
    patterns : Sequence[str]
        GeoPackages and Shapefiles of the products of :data:`PRODUCTS`, CSV tiles of OS Open Names, and GeoJSON of the
        force's own (:func:`read_context`).
    base : Path
        Folder that relative paths start from.
    kind, name : str
        Properties of the GeoJSON files.
    around : tuple of float
        West, south, east, north in EPSG:27700: what lies beyond is not read.

    Returns
    -------
    geopandas.GeoDataFrame
        ``kind``, ``name`` (empty where there is none), ``importance`` (1 is drawn first), geometry in EPSG:27700.

    Raises
    ------
    InputRefused
        A file of no known product, or one that cannot be read.
    """
    files = match_files(patterns, base=base)
    layered = [file for file in files if file.lower().endswith(_BY_LAYER)]
    tables = [file for file in files if file.lower().endswith((".csv", ".csv.gz", ".zip"))]
    others = [file for file in files if file not in layered and file not in tables]
    parts = [_read_layers(base / file, file, around) for file in layered]
    parts += (
        [_read_open_names(file, around) for file in open_files(tables, base=base, members="*.csv")] if tables else []
    )
    if others:
        own = read_context(others, base=base, kind=kind, name=name)
        parts.append(own.assign(importance=own["kind"].map(_USUAL)))
    found = gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=27700)
    return found[[*COLUMNS, "geometry"]]


def _read_layers(path: Path, file: str, around: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    try:
        known = {str(layer): found for layer, _ in pyogrio.list_layers(path) if (found := layer_of(str(layer)))}
        if not known and path.suffix.lower() == ".shp" and (found := layer_of(path.stem)):
            known = {path.stem: found}
        if not known:
            products = ", ".join(dict.fromkeys(layer.product for layer in PRODUCTS))
            raise InputRefused(
                f"'{file}' has no layer of a product that is known here",
                f"Give {products}, tiles of OS Open Names, or GeoJSON of your own",
            )
        frames = [_read_layer(path, layer, found, around) for layer, found in known.items()]
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.GeometryError) as fault:
        raise InputRefused(
            f"'{file}' cannot be read: {str(fault).replace(str(path), file)}", "Unpack it again"
        ) from None
    return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=27700)


def _read_layer(path: Path, name: str, layer: Layer, around: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    fields = [str(column) for column in pyogrio.read_info(path, layer=name)["fields"]]
    columns = layer.columns_to_read(fields)
    frame = pyogrio.read_dataframe(path, layer=name, columns=columns, bbox=around).to_crs(27700)
    labels = [column for column in layer.labels if column in columns]
    sort_by = next((column for column in layer.sort_by if column in columns), None)
    label = frame[labels].replace("", np.nan).bfill(axis=1).iloc[:, 0].fillna("") if labels else ""
    importance = frame[sort_by].map(layer.importance) if layer.importance and sort_by else 3
    found = gpd.GeoDataFrame(
        {"kind": layer.kind, "name": label, "importance": importance},
        index=frame.index,
        geometry=frame.geometry,
        crs=27700,
    )
    found = found[found["importance"].notna() & found.geometry.notna()]
    found["geometry"] = shapely.force_2d(found.geometry.to_numpy())
    if layer.kind == "green":
        found["geometry"] = shapely.make_valid(found.geometry.to_numpy())
        found = found[found.geometry.area >= SMALLEST_GREEN_M2]
    if layer.kind == "district":
        found["name"] = found["name"].str.replace(r"( District)?( \(B\))?$", "", regex=True)
    return found


def _read_open_names(file: SourceFile, around: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    """Read one tile; names other than settlements and stations, and those elsewhere, are left out."""
    rows: list[tuple[str, str, int, Any]] = []
    west, south, east, north = around
    for number, row in enumerate(csv.reader(io.StringIO(file.data.decode("utf-8"))), start=1):
        if len(row) != OPEN_NAMES_COLUMNS:
            raise InputRefused(
                f"'{file.name}', line {number}: {len(row)} columns, where OS Open Names has {OPEN_NAMES_COLUMNS}",
                "Give the CSV tiles of OS Open Names as they are published",
            )
        settlement = row[TYPE] == "populatedPlace"
        importance = (SETTLEMENTS if settlement else STATIONS).get(row[LOCAL_TYPE])
        if importance is None:
            continue
        x, y = float(row[EASTING]), float(row[NORTHING])
        if west <= x <= east and south <= y <= north:
            rows.append(("settlement" if settlement else "landmark", row[NAME], importance, shapely.Point(x, y)))
    return gpd.GeoDataFrame(
        pd.DataFrame([row[:3] for row in rows], columns=COLUMNS), geometry=[row[3] for row in rows], crs=27700
    )
