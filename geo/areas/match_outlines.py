"""Match an outline drawn by hand to areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

LEAST_SHARE = 0.5
RULE = "areas that lie in the outline by at least half, and areas that have at least half of the outline"


def match_shapes(shapes: GeoDataFrame, areas: GeoDataFrame) -> pd.DataFrame:
    """Take the areas that lie in an outline by at least half, and those that have at least half of the outline.

    The second half of the rule is for outlines smaller than an area. Nothing of a population is looked at.

    Parameters
    ----------
    shapes : GeoDataFrame
        Unique index, valid polygons in EPSG:27700; they may overlap.
    areas : GeoDataFrame
        Index ``area_code``, valid polygons in EPSG:27700.

    Returns
    -------
    DataFrame
        ``shape`` (label in the index of `shapes`), ``area_code``, ``area_share`` (share of the area in the outline, 0
        to 1) and ``shape_share`` (share of the outline in the area), in the order of both frames.

    Raises
    ------
    ValueError
        The frames are not in EPSG:27700.

    Notes
    -----
    An outline along a street cuts areas in two: look at both shares before believing that areas and outline are one
    place.
    """
    for frame in (shapes, areas):
        if frame.crs is None or frame.crs.to_epsg() != 27700:
            raise ValueError(f"geometry is in {frame.crs}, not in EPSG:27700")
    outlines, pieces = shapes.geometry.to_numpy(), areas.geometry.to_numpy()
    of_shape, of_area = shapely.STRtree(pieces).query(outlines, predicate="intersects")
    shared = shapely.area(shapely.intersection(outlines[of_shape], pieces[of_area]))
    frame = pd.DataFrame(
        {
            "shape": shapes.index.to_numpy()[of_shape],
            "area_code": areas.index.to_numpy()[of_area],
            "area_share": shared / shapely.area(pieces[of_area]),
            "shape_share": shared / shapely.area(outlines[of_shape]),
        }
    )
    taken = (frame["area_share"] >= LEAST_SHARE) | (frame["shape_share"] >= LEAST_SHARE)
    order = np.lexsort((of_area, of_shape))
    return frame.iloc[order][taken.iloc[order]].reset_index(drop=True)
