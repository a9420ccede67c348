"""Cells and clusters inside the candidates that have several incidents each, never a single one."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from maps.geometry.outlines import PER_DEGREE, encode_numbers, encode_rings
from maps.model.classes import classify
from maps.text.phrases import percent

_ALL_CRIME = "All recorded crime"
_LEAST_INCIDENTS = 3


def write_cells(micro_places: pd.DataFrame, candidate_ids: list[str]) -> dict[str, Any] | None:
    """Write micro-places of these candidates as pages store them; None if there are none.

    Classes are computed over the force. A place with fewer incidents than any store keeps is left out again here.

    Parameters
    ----------
    micro_places : DataFrame
        As the table of that name, with outlines in EPSG:27700.
    candidate_ids : list of str
        Candidates of the unit.

    Returns
    -------
    dict of str to object or None
        For the page's JSON.
    """
    if micro_places.empty:
        return None
    kept = micro_places[
        (micro_places["crime_type"] == _ALL_CRIME)
        & (micro_places["incident_count"] >= _LEAST_INCIDENTS)
        & micro_places["kind"].isin(["hexagon", "square"])
    ]
    classes = classify(kept["incident_count"].astype(float), pd.Series(data=True, index=kept.index))
    here = kept["within"].isin(candidate_ids)
    found = gpd.GeoDataFrame(kept[here])
    if found.empty:
        return None
    shares = found["largest_point_share"]
    return {
        **_write_rings(found.geometry),
        "steps": "".join(classes.steps[here]),
        "counts": found["incident_count"].astype(int).tolist(),
        "shares": [
            percent(share) if snapped else "" for share, snapped in zip(shares, found["snap_point"], strict=True)
        ],
        "labels": classes.labels,
        "sizeM": int(found["size_m"].iloc[0]),
    }


def _write_rings(cells: gpd.GeoSeries) -> dict[str, Any]:
    """Write the common shape of a grid's cells once, with the first corner of each cell.

    Over one unit the grid turns against degrees by less than a metre within a cell.
    """
    degrees = cells.to_crs(4326)
    firsts = np.rint([shapely.get_coordinates(cell)[0] * PER_DEGREE for cell in degrees])
    steps = np.diff(firsts, axis=0, prepend=0.0)
    return {"shape": encode_rings(cells.iloc[:1])[0][0], "starts": encode_numbers(steps.reshape(1, -1))[0]}
