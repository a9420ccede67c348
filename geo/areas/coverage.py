"""Snap boundaries so that neighbours share their edges, and list the overlaps and gaps that are left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.exceptions import InputRefused

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely import Geometry

_Objects = NDArray[np.object_]


def snap_coverage(areas: GeoDataFrame, *, grid_m: float = 1.0) -> GeoDataFrame:
    """Move vertices to a common grid where neighbours do not share their edges bit for bit.

    Parameters
    ----------
    areas : GeoDataFrame
        Index `area_code`, valid polygons in EPSG:27700. Not changed.
    grid_m : float
        Size of the grid in metres.

    Returns
    -------
    GeoDataFrame
        The same rows in the same order. The same boundaries where they are a valid coverage already.

    Raises
    ------
    InputRefused
        An area is so thin that nothing of it is left on the grid.

    Notes
    -----
    `shapely.coverage_is_valid` is true afterwards where boundaries differed in the last bits only, as generalised ONS
    boundaries do; real overlaps and gaps stay, and :func:`find_overlaps_and_gaps` lists them. A vertex moves by at
    most 0.71 of the grid.
    """
    polygons = areas.geometry.to_numpy()
    if shapely.coverage_is_valid(polygons):
        return areas
    snapped = shapely.set_precision(polygons, grid_m)
    lost = areas.index[shapely.is_empty(snapped)]
    if len(lost):
        raise InputRefused(
            f"{len(lost)} areas are too thin to survive a grid of {grid_m:g} m, among them {', '.join(lost[:3])}",
            "Use boundaries in metres (EPSG:27700) and check those areas",
        )
    # The corners stay on the grid; that later results be put on it too is not wanted, and does not outlast a pickle.
    return areas.set_geometry(shapely.set_precision(snapped, 0.0), crs=areas.crs)


def find_overlaps_and_gaps(areas: GeoDataFrame, *, over_m2: float = 1.0) -> pd.DataFrame:
    """List where boundaries overlap each other or leave a hole between them.

    Parameters
    ----------
    areas : GeoDataFrame
        Index `area_code`, valid polygons in EPSG:27700.
    over_m2 : float
        Smallest fault that is reported, in square metres.

    Returns
    -------
    DataFrame
        `kind` ('overlap' or 'gap'), `area_codes` (the areas concerned, sorted, joined by a comma), `square_m`; the
        largest first.

    Notes
    -----
    What could mislead: a hole can be real, where another force's area lies inside this one.
    """
    polygons, codes = areas.geometry.to_numpy(), areas.index.to_numpy()
    if shapely.coverage_is_valid(polygons):
        faults = _gaps(polygons, codes, shapely.coverage_union_all(polygons), over_m2)
    else:
        faults = _overlaps(polygons, codes, over_m2) + _gaps(polygons, codes, shapely.union_all(polygons), over_m2)
    table = pd.DataFrame(faults, columns=["kind", "area_codes", "square_m"])
    return table.sort_values(["square_m", "area_codes"], ascending=[False, True], ignore_index=True)


def _overlaps(polygons: _Objects, codes: _Objects, over_m2: float) -> list[tuple[str, str, float]]:
    first, second = shapely.STRtree(polygons).query(polygons, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    square_m = shapely.area(shapely.intersection(polygons[first], polygons[second]))
    return [
        ("overlap", ", ".join(sorted((codes[first[i]], codes[second[i]]))), float(square_m[i]))
        for i in np.flatnonzero(square_m > over_m2)
    ]


def _gaps(polygons: _Objects, codes: _Objects, together: Geometry, over_m2: float) -> list[tuple[str, str, float]]:
    parts = shapely.get_parts(together)
    if not shapely.get_num_interior_rings(parts).any():
        return []
    outline = shapely.union_all(shapely.polygons(shapely.get_exterior_ring(parts)))
    holes = shapely.get_parts(shapely.difference(outline, together))
    holes = holes[shapely.area(holes) > over_m2]
    hole, area = shapely.STRtree(polygons).query(holes, predicate="intersects")
    return [
        ("gap", ", ".join(sorted(codes[area[hole == i]])), float(shapely.area(holes[i]))) for i in range(len(holes))
    ]
