"""Open a boundary file by the one driver on which its name and its first bytes agree."""

from __future__ import annotations

import io
import json
import os
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePosixPath

# Before any import of pyogrio: these two kinds of document name other files of the host, which GDAL then reads.
os.environ["OGR_SKIP"] = "OGR_VRT,GDALG"

import geopandas
import pyarrow.parquet
import pyogrio
import pyproj
import shapely

from geo.exceptions import InputRefused
from queries.loaders.boundaries.geojson import read_geojson

# Chooses which of a file's columns to read; it raises where the wanted ones are missing.
ChooseColumns = Callable[[Sequence[str]], list[str]]

KINDS = {
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".gpkg": "GeoPackage",
    ".shp": "Shapefile",
    ".kml": "KML",
    ".parquet": "GeoParquet",
    ".geoparquet": "GeoParquet",
}
FIRST_BYTES = {
    "GeoPackage": b"SQLite format 3\x00",
    "Shapefile": b"\x00\x00\x27\x0a",
    "GeoParquet": b"PAR1",
    "GeoJSON": b"{",
    "KML": b"<",
}
TEXT_KINDS = ("GeoJSON", "KML")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
DRIVERS = {"GeoPackage": {"GPKG"}, "Shapefile": {"ESRI Shapefile"}, "KML": {"KML", "LIBKML"}}
# The parts that GDAL reads; the index of attributes and the metadata beside them are left alone.
SHAPEFILE_PARTS = (".shx", ".dbf", ".prj", ".cpg")
SHAPEFILE_NEEDS = (".shx", ".dbf")
# What the libraries raise where the metadata or the geometry of a GeoParquet file is not what the standard says.
BROKEN_PARQUET = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, NotImplementedError, RecursionError,
    pyarrow.lib.ArrowException, pyproj.exceptions.ProjError, shapely.errors.ShapelyError,
)  # fmt: skip


def read_boundary_file(
    content: bytes, *, file: str, choose: ChooseColumns, layer: str | None, parts: Mapping[str, bytes]
) -> tuple[geopandas.GeoDataFrame, bool]:
    """Read one boundary file.

    Parameters
    ----------
    content : bytes
        The file, decompressed.
    file : str
        Its name; the ending (before any ``.gz``) says which format it must be.
    choose : ChooseColumns
        Picks the columns to keep from those of the file.
    layer : str or None
        Which layer, where the format has several.
    parts : Mapping[str, bytes]
        A Shapefile's other parts, by their ending.

    Returns
    -------
    tuple[geopandas.GeoDataFrame, bool]
        The chosen columns and the geometry, and whether the file itself names a CRS.

    Raises
    ------
    InputRefused
        Unknown ending, content of another format, XML entities, no or several layers, an unreadable file.
    """
    kind = kind_of(content, file=file)
    if kind == "GeoJSON":
        frame, names_crs = read_geojson(content, file=file)
        properties = [str(c) for c in frame.columns if c != "geometry"]
        return frame[[*choose(properties), "geometry"]], names_crs
    if kind == "GeoParquet":
        return _read_geoparquet(content, file=file, choose=choose)
    with tempfile.TemporaryDirectory() as scratch:
        path = _lay_out(Path(scratch), content=content, kind=kind, parts=parts, file=file)
        return _read_by_driver(path, file=file, kind=kind, choose=choose, layer=layer, parts=parts)


def ending_of(file: str) -> str:
    """A file's ending in small letters, whether or not it is compressed.

    Parameters
    ----------
    file : str
        Name of the file; one such as ``areas.geojson.gz`` ends in ``.geojson``.

    Returns
    -------
    str
        With its dot; empty where there is none.
    """
    return PurePosixPath(file.lower().removesuffix(".gz")).suffix


def kind_of(content: bytes, *, file: str) -> str:
    """Say which format a file is, where its name and its first bytes agree."""
    ending = ending_of(file)
    if ending in WORKBOOKS:
        raise InputRefused(
            f"'{file}' is an Excel workbook, which has no outlines", "Give the boundaries as GeoPackage or GeoJSON"
        )
    if ending not in KINDS:
        raise InputRefused(
            f"'{file}' is not a kind of boundary file that is read here",
            f"Give one of {', '.join(KINDS)}, or one of them as .gz or .zip",
        )
    kind = KINDS[ending]
    start = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    expected = FIRST_BYTES[kind]
    if not (start if kind in TEXT_KINDS else content).startswith(expected):
        raise InputRefused(
            f"'{file}' is not {kind}: it begins like {_begins_like(start)}",
            "Give the file its right ending, or export it again",
        )
    if kind == "KML":
        _check_kml(content, file)
    return kind


def _begins_like(start: bytes) -> str:
    """Describe what a file looks like, in plain words and without its content."""
    for kind in ("GeoPackage", "Shapefile", "GeoParquet"):
        if start.startswith(FIRST_BYTES[kind].strip()):
            return kind
    return {b"<": "XML or HTML", b"{": "JSON", b"": "an empty file"}.get(start[:1], "something else")


def _check_kml(content: bytes, file: str) -> None:
    """Refuse XML that declares entities, or that is not KML."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputRefused(f"'{file}' is not UTF-8 text", "Save it as UTF-8") from None
    if re.search(r"<!(DOCTYPE|ENTITY)", text, flags=re.IGNORECASE):
        raise InputRefused(
            f"'{file}' declares a document type or entities, which no boundary needs", "Export it again without them"
        )
    root = re.search(r"<[A-Za-z_][\w:.-]*", re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL))
    if root is None or root.group() not in ("<kml", "<kml:kml"):
        raise InputRefused(f"'{file}' is XML, but not KML", "Give a KML file, or another format")


def _lay_out(scratch: Path, *, content: bytes, kind: str, parts: Mapping[str, bytes], file: str) -> Path:
    """Write the file under a name of our own, so that neither its name nor its neighbours mislead a driver."""
    ending = {"GeoPackage": ".gpkg", "KML": ".kml", "Shapefile": ".shp"}[kind]
    missing = [part for part in SHAPEFILE_NEEDS if part not in parts] if kind == "Shapefile" else []
    if missing:
        raise InputRefused(
            f"'{file}' comes without its {' and '.join(missing)}", "Keep the parts of a Shapefile together"
        )
    for part, part_content in {**parts, ending: content}.items():
        (scratch / f"boundaries{part}").write_bytes(part_content)
    return scratch / f"boundaries{ending}"


def shapefile_encoding(parts: Mapping[str, bytes]) -> str | None:
    """The encoding of a Shapefile's text where no part of it says: UTF-8 if all of it is, else Windows-1252.

    None where a ``.cpg`` names it, or all text is ASCII; but a ``.cpg`` that says UTF-8 of other bytes is not followed.
    """
    table = parts.get(".dbf", b"")
    header = int.from_bytes(table[8:10], "little")
    text = table[header:].removesuffix(b"\x1a")
    if text.isascii():
        return None
    try:
        text.decode()
    except UnicodeDecodeError:
        named = parts.get(".cpg", b"").strip().upper()
        return "CP1252" if named in (b"", b"UTF-8", b"UTF8", b"65001") else None
    return None if parts.get(".cpg", b"").strip() else "UTF-8"


def _read_by_driver(
    path: Path, *, file: str, kind: str, choose: ChooseColumns, layer: str | None, parts: Mapping[str, bytes]
) -> tuple[geopandas.GeoDataFrame, bool]:
    """Read with GDAL, after making sure which driver it chose."""
    try:
        layers = [str(name) for name, geometry in pyogrio.list_layers(path) if geometry]
        if kind == "Shapefile" or (layer is None and len(layers) == 1):
            layer = layers[0]
        if layer not in layers:
            raise InputRefused(
                f"'{file}' has the layers {', '.join(layers) or 'none'}"
                + (f", and none of the name '{layer}'" if layer else ", and it is not said which one to read"),
                "Name the layer in [areas] of the configuration",
            )
        about = pyogrio.read_info(path, layer=layer)
        if about["driver"] not in DRIVERS[kind]:
            raise InputRefused(f"'{file}' is read as {about['driver']}, not as {kind}", "Export it again")
        columns = choose([str(c) for c in about["fields"]])
        encoding = shapefile_encoding(parts) if kind == "Shapefile" else None
        frame = pyogrio.read_dataframe(path, layer=layer, columns=columns, encoding=encoding)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.GeometryError) as fault:
        raise InputRefused(
            f"'{file}' cannot be read as {kind}: {str(fault).replace(str(path), file)}", "Export it again"
        ) from None
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise InputRefused(f"'{file}' has no geometry", "Export it again with the areas' outlines")
    return frame, frame.crs is not None


def _read_geoparquet(content: bytes, *, file: str, choose: ChooseColumns) -> tuple[geopandas.GeoDataFrame, bool]:
    """Read GeoParquet; its standard means WGS 84 where no CRS is written, and none where it is written as null."""
    try:
        schema = pyarrow.parquet.read_schema(io.BytesIO(content))
        if b"geo" not in (schema.metadata or {}):
            raise InputRefused(f"'{file}' is Parquet without geometry", "Export it again as GeoParquet")
        geometry = json.loads(schema.metadata[b"geo"])["primary_column"]
        columns = choose([c for c in schema.names if c != geometry])
        frame = geopandas.read_parquet(io.BytesIO(content), columns=[*columns, geometry])
        frame = frame.reset_index() if set(columns) - set(frame.columns) else frame  # codes may be the index
        return frame[[*columns, geometry]].set_geometry(geometry), frame.crs is not None
    except BROKEN_PARQUET as fault:
        raise InputRefused(
            f"'{file}' cannot be read as GeoParquet: {str(fault)[:200]}",
            "Export it again as GeoParquet",
        ) from None
