"""Export the current designations for other programs."""

from __future__ import annotations

from pathlib import Path

import duckdb
import geopandas as gpd

from geo.exceptions import NothingFound, WrongUsage
from queries.catalogue.catalogue import run_named
from queries.catalogue.rows import csv_text, did_you_mean, json_text
from queries.exports.csv_gal import mark_rows
from queries.exports.geojson_parquet import feature_collection, geopackage_of, multi_polygons
from queries.loaders.designation_files import OUTLINES
from queries.register.outlines import read_designation_areas, read_designations
from queries.store.about import About, read_about
from queries.workspace.generations import Workspace
from service.actions.query import write_answer_file

FORMATS = (".gpkg", ".geojson", ".csv")
SHARED = ["name", "npu_code", "status", "status_reason", "since", "review_date", "designated_by", "reason", "source"]
NUMBERS = ["generation", "area_count", "population", "need_score", "standing", "what_moved"]


def export_designations(workspace: Path, file: Path) -> int:
    """Write the current designations; the ending of the name says in which format.

    ``.gpkg`` has the layers ``designations`` and ``designation_areas`` (EPSG:27700), ``.geojson`` the outlines in
    longitude and latitude, ``.csv`` one row an area. Each can be imported again.

    Parameters
    ----------
    workspace : Path
        Where something has been built.
    file : Path
        Where to write.

    Returns
    -------
    int
        How many designations were written.

    Raises
    ------
    WrongUsage
        The ending is not known, or the folder is not there.
    NothingFound
        No designation is current.
    """
    ending = file.suffix.lower()
    if ending not in FORMATS:
        raise WrongUsage(
            f"'{file.name}' does not say a format",
            f"{did_you_mean(ending, FORMATS)}End its name in {', '.join(FORMATS)}",
        )
    with Workspace(workspace).open_current(spatial=ending != ".csv") as con:
        row = con.execute("SELECT count(*) FROM designations WHERE ended_on IS NULL").fetchone()
        if not row or not row[0]:
            raise NothingFound(
                "There is no designation to export", "Designate one first: 'impact-areas designate --help' shows how"
            )
        write_answer_file(file, _content(con, ending, read_about(con)))
        return int(row[0])


def _content(con: duckdb.DuckDBPyConnection, ending: str, about: About) -> bytes:
    if ending == ".csv":
        return csv_text(mark_rows(run_named(con, "designation_members"), about)).encode()
    outlines = _layer(read_designations(con).reset_index()[["designation_id", *SHARED, *NUMBERS, "geometry"]], about)
    if ending == ".geojson":
        return json_text(feature_collection(outlines, about)).encode()
    areas = _layer(read_designation_areas(con), about)
    return geopackage_of({OUTLINES: outlines, "designation_areas": areas}, about)


def _layer(frame: gpd.GeoDataFrame, about: About) -> gpd.GeoDataFrame:
    """A layer as other programs read it: dates as text, one kind of outline, marked."""
    dates = {name: frame[name].astype("str").str[:10] for name in ("since", "review_date") if name in frame}
    decided = {"generation": "decided_on_generation"}
    return (
        frame.assign(**dates, geometry=multi_polygons(frame.geometry))
        .rename(columns=decided)
        .assign(marking=about.marking, generation=about.generation)
    )
