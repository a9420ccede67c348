"""Count incidents in hexagons and squares on the National Grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.exceptions import ConfigurationRefused
from geo.points.snap_points import SNAP_POINT_RULES, SnapPointRules, distinct_points, flag_snap_points

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

SHAPES = ("hexagon", "square")
SMALLEST_M, LARGEST_M = 10.0, 10_000.0
MICRO_PLACE_COLUMNS = (
    "micro_place_id",
    "kind",
    "size_m",
    "easting_m",
    "northing_m",
    "incident_count",
    "harm_days",
    "point_count",
    "largest_point_share",
    "snap_point",
    "geometry",
)
_ROW = np.sqrt(3.0) / 2.0  # rows of hexagons lie this many sizes apart


def count_in_cells(
    incidents: pd.DataFrame, *, shape: str, size_m: float, rules: SnapPointRules = SNAP_POINT_RULES
) -> GeoDataFrame:
    """Count incidents and harm in cells of a regular grid.

    Parameters
    ----------
    incidents : DataFrame
        One row for each incident: `easting_m, northing_m` (EPSG:27700; NaN left out), optionally `harm_days`.
    shape : {'hexagon', 'square'}
        Hexagons have a corner at the top.
    size_m : float
        Metres from side to opposite side, 10 to 10,000. A square of 150 m covers 2.25 ha, a hexagon 1.95 ha.
    rules : SnapPointRules
        When a point is an artefact.

    Returns
    -------
    GeoDataFrame
        EPSG:27700, one row for each cell with an incident, sorted by `micro_place_id`: `micro_place_id` (stable: it
        depends on shape, size and place only), `kind`, `size_m`, `easting_m, northing_m` (centre), `incident_count`,
        `harm_days` (NaN where not given), `point_count` (distinct points), `largest_point_share` (the busiest point's
        share of the cell), `snap_point` (whether a flagged point lies in it), `geometry`.

    Raises
    ------
    ConfigurationRefused
        The shape is neither of the two or the size is out of range.

    Notes
    -----
    The grid is anchored at the origin of the National Grid, so cells of two runs or forces meet. A point on an edge
    belongs to one cell: to the east or north one for squares. What could mislead: snapped points are good to tens of
    metres at best, so cells below about 150 m show where the snap points are; move the grid and the busiest cell moves.
    """
    points = distinct_points(incidents)
    return add_up_cells(points.join(flag_snap_points(points, rules=rules)), shape=shape, size_m=size_m)


def add_up_cells(points: pd.DataFrame, *, shape: str, size_m: float) -> GeoDataFrame:
    """Count incidents in cells, for points that are already distinct and flagged.

    For parts of a force: flag the points of the whole force first, or a spike beside the part cannot be recognised.

    Parameters
    ----------
    points : DataFrame
        `easting_m, northing_m, incident_count, harm_days, snap_point`, as
        :func:`geo.points.snap_points.distinct_points` and
        :func:`geo.points.snap_points.flag_snap_points` give them. With `within`, the part that a point lies in: cells
        are counted for each part, and what comes back has the column, too.
    shape, size_m
        As for :func:`count_in_cells`, which also describes what comes back and what is refused.

    Returns
    -------
    GeoDataFrame
        As :func:`count_in_cells` gives it, with `within` where `points` has it.

    Raises
    ------
    ConfigurationRefused
        No such shape, or a size out of its limits.
    """
    if shape not in SHAPES:
        raise ConfigurationRefused(f"The shape is {shape!r}", f"Use one of {', '.join(SHAPES)}")
    if not SMALLEST_M <= size_m <= LARGEST_M:
        raise ConfigurationRefused(f"The size is {size_m:g} m", f"Set it from {SMALLEST_M:g} to {LARGEST_M:g} metres")
    place = points[["easting_m", "northing_m"]].to_numpy(dtype=float)
    column, row = (_hexagon_of if shape == "hexagon" else _square_of)(place, size_m)
    parts = ["within"] if "within" in points else []
    cells = _add_up(points.assign(column=column, row=row), [*parts, "column", "row"]).reset_index()
    centres = _centres(cells["column"].to_numpy(), cells["row"].to_numpy(), shape=shape, size_m=size_m)
    return finish_micro_places(
        cells, centres, _outlines(centres, shape=shape, size_m=size_m), kind=shape, size_m=size_m
    )


def finish_micro_places(
    places: pd.DataFrame,
    centres: NDArray[np.float64],
    outlines: NDArray[np.object_],
    *,
    kind: str,
    size_m: float,
) -> GeoDataFrame:
    """Give micro-places of any kind the same columns, an id that depends on the place only, and their order."""
    import geopandas as gpd

    initial = {"hexagon": "H", "square": "S"}.get(kind, "C")
    east, north = np.floor(centres).astype(int).T if len(centres) else (np.zeros(0, int),) * 2
    ids = [f"{initial}{size_m:g}-{e}-{n}" for e, n in zip(east, north, strict=True)]
    finished = places.assign(
        micro_place_id=pd.Series(ids, index=places.index, dtype="str"),
        kind=pd.Series(kind, index=places.index, dtype="str"),
        size_m=float(size_m),
        easting_m=centres[:, 0],
        northing_m=centres[:, 1],
        geometry=outlines,
    )
    parts = ["within"] if "within" in places else []
    ordered = finished.sort_values(["micro_place_id", *parts], ignore_index=True)
    return gpd.GeoDataFrame(ordered[[*MICRO_PLACE_COLUMNS, *parts]], geometry="geometry", crs=27700)


def _add_up(points: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Sum points by cell."""
    grouped = points.groupby(keys)
    return pd.DataFrame(
        {
            "incident_count": grouped["incident_count"].sum(),
            "harm_days": grouped["harm_days"].sum(min_count=1),
            "point_count": grouped.size(),
            "largest_point_share": grouped["incident_count"].max() / grouped["incident_count"].sum(),
            "snap_point": grouped["snap_point"].any(),
        }
    )


def _square_of(place: NDArray[np.float64], size_m: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    column, row = np.floor(place / size_m).astype(np.int64).T
    return column, row


def _hexagon_of(place: NDArray[np.float64], size_m: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return axial coordinates of the nearest centre: all three cube coordinates are rounded, the worst corrected."""
    across, along = place.T / size_m
    r = along / _ROW
    q = across - r / 2.0
    cube = np.stack([q, r, -q - r])
    rounded = np.round(cube)
    worst = np.argmax(np.abs(rounded - cube), axis=0)
    at = np.arange(cube.shape[1])
    rounded[worst, at] -= rounded.sum(axis=0)
    return rounded[0].astype(np.int64), rounded[1].astype(np.int64)


def _centres(column: NDArray[np.int64], row: NDArray[np.int64], *, shape: str, size_m: float) -> NDArray[np.float64]:
    if shape == "square":
        return np.column_stack([column + 0.5, row + 0.5]) * size_m
    return np.column_stack([column + row / 2.0, row * _ROW]) * size_m


def _outlines(centres: NDArray[np.float64], *, shape: str, size_m: float) -> NDArray[np.object_]:
    """Return polygons around centres; corners are size/√3 from a hexagon's centre, size/√2 from a square's."""
    corners, start, reach = (6, 30.0, np.sqrt(3.0)) if shape == "hexagon" else (4, 45.0, np.sqrt(2.0))
    angles = np.radians(start + 360.0 / corners * np.arange(corners))
    offsets = np.column_stack([np.cos(angles), np.sin(angles)]) * size_m / reach
    outlines: NDArray[np.object_] = shapely.polygons(centres[:, None, :] + offsets[None, :, :])
    return outlines
