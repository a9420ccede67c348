"""Micro-places inside the candidates: cells and clusters that hold several incidents each, never a single one."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd

from maps.classes import classify
from maps.outlines import encode_rings
from maps.words import percent

_ALL_CRIME = "All recorded crime"
_LEAST_INCIDENTS = 3


def write_cells(micro_places: pd.DataFrame, candidate_ids: list[str]) -> dict[str, Any] | None:
    """Micro-places of these candidates as a page holds them; None where there are none.

    Classes are computed over the force. A place with fewer incidents than any store keeps is left out again here.
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
        "rings": encode_rings(found.geometry),
        "steps": "".join(classes.steps[here]),
        "counts": found["incident_count"].astype(int).tolist(),
        "shares": [
            percent(share) if snapped else "" for share, snapped in zip(shares, found["snap_point"], strict=True)
        ],
        "labels": classes.labels,
        "sizeM": int(found["size_m"].iloc[0]),
    }
