"""Export outlines: GeoPackage and GeoParquet in British National Grid, GeoJSON in longitude and latitude."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

import duckdb
import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from queries.catalogue.catalogue import run_named
from queries.catalogue.formats import geojson_texts, in_degrees
from queries.catalogue.frames import frame_of
from queries.catalogue.rows import json_text
from queries.store.about import About
from queries.store.connection import read_areas, read_outlines

GEOPACKAGE_VERSION = "1.2"  # what GDAL 3.6 and QGIS 3.22 read without a warning
UNION_GRID_M = 1.0  # published boundaries differ in the last bits: without a grid a union keeps slivers


def read_layers(con: duckdb.DuckDBPyConnection, about: About) -> dict[str, gpd.GeoDataFrame]:
    """Read outlines with their attributes, EPSG:27700: candidates, areas with their ranking, units.

    Every row carries the marking and the generation.
    """
    areas = read_areas(con)[["geometry"]]
    ranking = frame_of(run_named(con, "ranking_details"))
    ranked = gpd.GeoDataFrame(ranking.join(areas, on="area_code"), crs=areas.crs)
    candidates = frame_of(run_named(con, "candidate_details"))
    members = frame_of(run_named(con, "candidate_areas"))[["candidate_id", "area_code"]]
    outlines = _dissolve(areas, members)
    layers = {
        "candidates": gpd.GeoDataFrame(candidates.join(outlines, on="candidate_id"), crs=areas.crs),
        "areas": ranked,
        "npus": read_outlines(con, "npus"),
    }
    return {name: _finish(layer, about) for name, layer in layers.items()}


def with_outlines(rows: pd.DataFrame, areas: gpd.GeoDataFrame, about: About) -> gpd.GeoDataFrame:
    """Add outlines to rows that name an ``area_code``; `areas` is indexed by it."""
    return _finish(gpd.GeoDataFrame(rows.join(areas[["geometry"]], on="area_code"), crs=areas.crs), about)


def _finish(layer: gpd.GeoDataFrame, about: About) -> gpd.GeoDataFrame:
    return layer.assign(geometry=multi_polygons(layer.geometry), marking=about.marking, generation=about.generation)


def _dissolve(areas: gpd.GeoDataFrame, members: pd.DataFrame) -> gpd.GeoSeries:
    """Dissolve each candidate's areas into one outline."""
    pieces = gpd.GeoDataFrame(members.join(areas, on="area_code"), geometry="geometry", crs=areas.crs)
    return pieces.dissolve(by="candidate_id", grid_size=UNION_GRID_M).geometry


def multi_polygons(outlines: gpd.GeoSeries) -> gpd.GeoSeries:
    """Make all outlines one type, since other programs prefer layers of one geometry type. None stays None.

    Parameters
    ----------
    outlines : GeoSeries
        Polygons and multipolygons.

    Returns
    -------
    GeoSeries
        Multipolygons, same index and coordinate system.
    """
    parts, of = shapely.get_parts(outlines.to_numpy(), return_index=True)
    made = shapely.multipolygons(parts, indices=of, out=np.full(len(outlines), None))
    return gpd.GeoSeries(made, index=outlines.index, crs=outlines.crs)


def geopackage_of(layers: Mapping[str, gpd.GeoDataFrame], about: About) -> bytes:
    """Write a GeoPackage of these layers, dated and described by the generation.

    Parameters
    ----------
    layers : mapping of str to GeoDataFrame
        Outlines in EPSG:27700, by the name of the layer.
    about : About
        Words about the generation.

    Returns
    -------
    bytes
        Content of the file.
    """
    stamp = f"{about.built_at:%Y-%m-%dT%H:%M:%S.000Z}"
    described = {"DESCRIPTION": f"{about.marking}. {about.force_name}, {about.period}. {about.generation}"}
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "layers.gpkg"
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": stamp})
        try:
            for name, layer in layers.items():
                pyogrio.write_dataframe(
                    layer,
                    path,
                    layer=name,
                    driver="GPKG",
                    append=path.exists(),
                    layer_metadata=described,
                    dataset_options={"VERSION": GEOPACKAGE_VERSION},
                    dataset_metadata=None if path.exists() else dict(about.facts()),
                )
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
        return path.read_bytes()


def parquet_bytes(con: duckdb.DuckDBPyConnection, about: About) -> dict[str, bytes]:
    """Write one GeoParquet file per layer, EPSG:27700."""
    made = {}
    for name, layer in read_layers(con, about).items():
        stream = io.BytesIO()
        layer.to_parquet(stream, index=False)
        made[f"{name}.parquet"] = stream.getvalue()
    return made


def geojson_bytes(con: duckdb.DuckDBPyConnection, about: About) -> dict[str, bytes]:
    """Write one GeoJSON file per layer, longitude and latitude (CRS84), outer rings anticlockwise (RFC 7946)."""
    return {
        f"{name}.geojson": json_text(feature_collection(layer, about)).encode()
        for name, layer in read_layers(con, about).items()
    }


def feature_collection(layer: gpd.GeoDataFrame, about: About) -> dict[str, object]:
    """Return a layer as GeoJSON in longitude and latitude, with the marking.

    Parameters
    ----------
    layer : GeoDataFrame
        Outlines in EPSG:27700 with their columns.
    about : About
        Words about the generation.

    Returns
    -------
    dict of str to object
        A ``FeatureCollection`` with the marking, the generation and the sources.
    """
    degrees = in_degrees(layer.geometry)
    records = json.loads(pd.DataFrame(layer.drop(columns="geometry")).to_json(orient="records", double_precision=6))
    return {
        "type": "FeatureCollection",
        "marking": about.marking,
        "about": [f"{word}: {sentence}" for word, sentence in about.facts()],
        "features": [
            {"type": "Feature", "properties": record, "geometry": None if outline is None else json.loads(outline)}
            for record, outline in zip(records, geojson_texts(degrees), strict=True)
        ],
    }
