"""Name areas as people do: by the settlement that each is in or nearest to."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

# Beyond this a settlement's name would mislead more than a ward's.
FARTHEST_M = 3_000.0


def name_by_settlement(areas: gpd.GeoDataFrame, context: pd.DataFrame) -> pd.Series:
    """Return the settlement nearest to each area that has no local name yet.

    Parameters
    ----------
    areas : GeoDataFrame
        Index ``area_code``; ``place_name`` (NaN where unknown), outlines in EPSG:27700.
    context : DataFrame
        ``kind``, ``name``, ``importance``, points of settlements in EPSG:27700; hamlets (importance over 2) are not
        taken.

    Returns
    -------
    Series
        ``place_name`` in the order of the areas: given names are kept; NaN where no settlement lies within three
        kilometres.

    Notes
    -----
    A published point marks the middle of a settlement, so near an edge the nearest one can be the wrong one.
    """
    given: pd.Series = areas["place_name"]
    if context.empty or not (context["kind"] == "settlement").any():
        return given
    known = context[(context["kind"] == "settlement") & (context["importance"] <= 2)]
    points = areas.geometry.representative_point()
    nearest, distance = known.sindex.nearest(points, return_all=False, return_distance=True)
    names = pd.Series(np.nan, index=areas.index, dtype=object)
    near = distance <= FARTHEST_M
    names.iloc[nearest[0][near]] = known["name"].to_numpy()[nearest[1][near]]
    named: pd.Series = given.astype(object).where(given.notna(), names).astype("str").rename("place_name")
    return named
