"""Read existing Impact Areas: outlines drawn by hand, or lists of areas."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from pyogrio.errors import DataSourceError

from geo.exceptions import InputRefused
from queries.files.csv_tables import read_header
from queries.files.open_files import SourceFile, open_files
from queries.loaders.boundaries.read import read_boundaries
from queries.loaders.tables.match_columns import find_column
from queries.loaders.tables.messages import count_of, name_some
from queries.loaders.tables.reference_tables import read_whole_table

OUTLINES = "designations"  # the layer of an exported GeoPackage

# What the reader of boundaries says of its configuration, and where it is said here.
REMEDIES = {
    "in the configuration": "with --name-column",
    "Give crs in [areas], for example EPSG:27700": "Give it with --crs, for example --crs EPSG:27700",
    "Name the layer in [areas] of the configuration": "Name the layer with --layer",
}


def read_designation_outlines(
    path: Path, *, name_column: str, crs: str | None, layer: str | None
) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Outlines of designations from a GeoPackage, GeoJSON, Shapefile, KML or GeoParquet file.

    Parameters
    ----------
    path : Path
        The file.
    name_column : str
        Column that names each outline, or the beginning of its heading.
    crs : str or None
        CRS of a file that names none.
    layer : str or None
        Layer, for a file with several; left out, the layer ``designations`` where there is one, as in an export.

    Returns
    -------
    tuple of GeoDataFrame and list of str
        Index the name, valid polygons in EPSG:27700; and what a reader should know.

    Raises
    ------
    InputRefused
        As :func:`queries.loaders.boundaries.read.read_boundaries`: a name that is given twice, no CRS, no polygon.
    """
    try:
        read = read_boundaries(
            [path.name],
            base=path.parent,
            area_code=name_column,
            area_name=name_column,
            crs=crs,
            layer=layer or _exported_layer(path),
        )
    except InputRefused as fault:
        raise InputRefused(fault.problem, _remedy(fault.remedy)) from None
    return read.areas.set_index("area_name")[["geometry"]].sort_index(), read.notes


def _exported_layer(path: Path) -> str | None:
    """The layer in which an export keeps designations; None in any other file, and in one that cannot be read."""
    with suppress(DataSourceError):
        if OUTLINES in pyogrio.list_layers(path)[:, 0]:
            return OUTLINES
    return None


def read_designation_list(path: Path, *, name_column: str) -> pd.DataFrame:
    """Designations as a CSV of ``area_code`` and a name, one row an area.

    Parameters
    ----------
    path : Path
        The CSV file, UTF-8.
    name_column : str
        Heading of the name.

    Returns
    -------
    DataFrame
        ``name`` and ``area_code`` as text, each pair once, indexed by line number.

    Raises
    ------
    InputRefused
        A column is missing, a cell is empty, or a row cannot be read.
    """
    file = the_file(path)
    headings = read_header(file, required=["area_code"]).headings
    try:
        named, _ = find_column(headings, name_column, file=file.name)
    except InputRefused as fault:
        raise InputRefused(fault.problem, _remedy(fault.remedy)) from None
    table = read_whole_table(file, columns=["area_code", named])
    frame = pd.DataFrame({"name": table[named], "area_code": table["area_code"]})
    blank = frame.index[(frame == "").any(axis=1)]
    if len(blank):
        raise InputRefused(
            f"'{file.name}' has {count_of(len(blank), 'row')} without a name or a code (line {name_some(blank)})",
            "Give each row both, or remove it",
        )
    return frame.drop_duplicates()


def the_file(path: Path) -> SourceFile:
    """Return the one file at a path."""
    return next(open_files([path.name], base=path.parent))


def _remedy(text: str) -> str:
    for theirs, ours in REMEDIES.items():
        text = text.replace(theirs, ours)
    return text
