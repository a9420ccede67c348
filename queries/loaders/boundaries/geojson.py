"""Read GeoJSON in plain Python, so that no driver has to guess what the document is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

import geopandas
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyproj
import shapely

from geo.exceptions import InputRefused

# RFC 7946: longitude and latitude on WGS 84, unless an older document names another system.
DEFAULT_CRS = "OGC:CRS84"
# The parsed document needs about ten times the memory of its text.
LARGEST_BYTES = 400_000_000


def read_geojson(content: bytes, *, file: str) -> tuple[geopandas.GeoDataFrame, bool]:
    """Read the polygons of a GeoJSON document.

    Parameters
    ----------
    content : bytes
        The document, decompressed.
    file : str
        Its name, for the messages.

    Returns
    -------
    tuple[geopandas.GeoDataFrame, bool]
        Properties as columns, `geometry`, in the document's CRS (WGS 84 where it names none), and whether the
        document names a CRS itself.

    Raises
    ------
    InputRefused
        Not a FeatureCollection, not valid JSON, a geometry that is missing, empty, broken or not a polygon.

    Notes
    -----
    GDAL would also open a VRT, a ``gdal_streamed_alg`` document or a service address under this name, and each of
    them can read other files of the host. Heights are dropped here and counted by the caller from `has_z`.
    """
    document = _parse(content, file)
    features = document.get("features")
    _refuse_esri(document, file)
    if document.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise InputRefused(
            f"'{file}' is JSON of type {document.get('type')!r}, not a GeoJSON FeatureCollection",
            "Export the boundaries as a GeoJSON FeatureCollection",
        )
    if not features:
        raise InputRefused(f"'{file}' has no areas", "Export it again with the areas' outlines")
    rings = _Rings(file)
    for number, feature in enumerate(features, start=1):
        rings.add(feature, number)
    properties = _properties(features, file)
    named = _crs_name(document, file)
    frame = geopandas.GeoDataFrame(properties, geometry=rings.polygons(), crs=named or DEFAULT_CRS)
    return frame, named is not None


def _refuse_esri(document: dict[str, Any], file: str) -> None:
    """Refuse Esri's own JSON, and an answer that the service itself calls incomplete."""
    if "geometryType" in document or "spatialReference" in document:
        raise InputRefused(
            f"'{file}' is Esri JSON, not GeoJSON", "Ask the service for GeoJSON (f=geojson), or export it as GeoJSON"
        )
    about = document.get("properties")
    exceeded = document.get("exceededTransferLimit") or (isinstance(about, dict) and about.get("exceededTransferLimit"))
    if exceeded:
        raise InputRefused(
            f"'{file}' is incomplete: the feature service says that its transfer limit was exceeded"
            f" (exceededTransferLimit) after {len(document.get('features') or []):,} areas",
            "Fetch the rest page by page (resultOffset), or download the whole file",
        )


def _properties(features: Sequence[dict[str, Any]], file: str) -> pd.DataFrame:
    """Return properties of all features as columns; a list or an object cannot be a code or a name."""
    rows = [feature.get("properties") for feature in features]
    for number, row in enumerate(rows, start=1):
        if row is not None and not isinstance(row, dict):
            raise InputRefused(
                f"'{file}': the properties of feature {number} are not a list of names and values",
                "Export it again with the areas' properties",
            )
    plain = [{k: _plain(v) for k, v in (row or {}).items() if k != "geometry"} for row in rows]
    return pd.DataFrame(plain, index=range(len(rows)), dtype=object)


def _plain(value: Any) -> Any:
    """Return a property that can be stored in a column; None for a list or an object."""
    return None if isinstance(value, dict | list) else value


def _parse(content: bytes, file: str) -> dict[str, Any]:
    if len(content) > LARGEST_BYTES:
        raise InputRefused(
            f"'{file}' contains {len(content) / 1e6:,.0f} MB of GeoJSON, over {LARGEST_BYTES / 1e6:,.0f} MB",
            "Save it as a GeoPackage or as GeoParquet",
        )

    def refuse_constant(constant: str) -> NoReturn:
        raise ValueError(f"{constant} is not a number in JSON")

    try:
        document = json.loads(content.decode("utf-8-sig"), parse_constant=refuse_constant)
    except UnicodeDecodeError:
        raise InputRefused(f"'{file}' is not UTF-8 text", "Save it as UTF-8") from None
    except RecursionError:
        raise InputRefused(f"'{file}' is nested too deeply to be GeoJSON", "Export it again") from None
    except ValueError as fault:
        raise InputRefused(f"'{file}' is not valid JSON: {fault}", "Export it again") from None
    if not isinstance(document, dict):
        raise InputRefused(f"'{file}' is not a GeoJSON document", "Export it again as a FeatureCollection")
    return document


def _crs_name(document: dict[str, Any], file: str) -> str | None:
    """The CRS that the document names; the member is from the older GeoJSON of 2008 and still common."""
    if document.get("crs") is None:
        return None
    try:
        name = str(document["crs"]["properties"]["name"])
    except (KeyError, TypeError):
        raise InputRefused(f"'{file}' has a CRS member without a name", "Export it again with a named CRS") from None
    try:
        pyproj.CRS.from_user_input(name)
    except (pyproj.exceptions.CRSError, UnicodeError):
        raise InputRefused(
            f"'{file}' names the CRS '{name}', which is not known", "Export it again with a named CRS"
        ) from None
    return name


@dataclass
class _Rings:
    """All positions of all polygons in one flat list, so that shapely builds them in one call."""

    file: str
    positions: list[Sequence[float]] = field(default_factory=list)
    ring_ends: list[int] = field(default_factory=lambda: [0])
    polygon_ends: list[int] = field(default_factory=lambda: [0])
    feature_ends: list[int] = field(default_factory=lambda: [0])

    def add(self, feature: Any, number: int) -> None:
        """Add the polygons of one feature."""
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        if isinstance(geometry, dict) and geometry.get("type") not in ("Polygon", "MultiPolygon"):
            raise InputRefused(
                f"'{self.file}': feature {number} is a {str(geometry.get('type'))[:40]}, not a polygon",
                "Give the areas' outlines, not their centres or lines",
            )
        if not isinstance(geometry, dict) or not geometry.get("coordinates"):
            raise InputRefused(
                f"'{self.file}': feature {number} has no geometry",
                "Remove it, or give it its polygon",
            )
        single = geometry["type"] == "Polygon"
        try:
            for polygon in [geometry["coordinates"]] if single else geometry["coordinates"]:
                self._add_polygon(polygon)
        except (TypeError, ValueError, LookupError, RecursionError):
            raise InputRefused(
                f"'{self.file}': feature {number} has a ring that is not a closed list of positions", "Export it again"
            ) from None
        self.feature_ends.append(len(self.polygon_ends) - 1)

    def _add_polygon(self, rings: Sequence[Sequence[Sequence[float]]]) -> None:
        if not rings:
            raise ValueError
        for ring in rings:
            if len(ring) < 4 or ring[0] != ring[-1] or any(len(position) < 2 for position in ring):
                raise ValueError
            self.positions.extend(ring)
            self.ring_ends.append(len(self.positions))
        self.polygon_ends.append(len(self.ring_ends) - 1)

    def polygons(self) -> npt.NDArray[np.object_]:
        """Build the polygons; a feature of one part becomes a Polygon."""
        heights = any(len(position) > 2 for position in self.positions)
        try:
            flat = np.array([(*p[:3], 0.0)[:3] if heights else p for p in self.positions], dtype=float)
        except (TypeError, ValueError, OverflowError):
            flat = np.array([[np.nan, np.nan]])
        if flat.ndim != 2 or not np.isfinite(flat).all():
            raise InputRefused(f"'{self.file}' contains a coordinate that is not a number", "Export it again")
        built: npt.NDArray[np.object_] = shapely.from_ragged_array(
            shapely.GeometryType.MULTIPOLYGON,
            flat,
            tuple(np.array(ends) for ends in (self.ring_ends, self.polygon_ends, self.feature_ends)),
        )
        single = shapely.get_num_geometries(built) == 1
        built[single] = shapely.get_geometry(built[single], 0)
        return built
