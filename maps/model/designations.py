"""Impact Areas that a person has decided on, drawn beside those that are proposed."""

from __future__ import annotations

from typing import Any, cast

import geopandas as gpd
import pandas as pd

from maps.geometry.outlines import encode_rings, merge
from maps.model.force_view import Force
from maps.text.phrases import day_words, in_words


def unit_designations(force: Force, npu_code: str) -> list[dict[str, Any]]:
    """Those of a unit with at least one area that this build knows, each as a mapping of its columns."""
    found = force.site.further.designations
    if found.empty:
        return []
    rows = found[(found["npu_code"] == npu_code) & found["designation_id"].isin(list(force.designation_areas))]
    return [cast("dict[str, Any]", row) for row in rows.to_dict("records")]


def write_designations(force: Force, npu_code: str) -> list[dict[str, Any]]:
    """The same as a unit's page holds them: name, what there is to say, and outline."""
    found = unit_designations(force, npu_code)
    if not found:
        return []
    areas = force.outlines.areas.to_numpy()
    merged = [
        merge(areas[force.designation_areas[one["designation_id"]]], coverage=force.outlines.coverage) for one in found
    ]
    return [
        {"name": str(one["name"]), "words": _words(one), "rings": rings}
        for one, rings in zip(found, encode_rings(gpd.GeoSeries(merged, crs=force.site.areas.crs)), strict=True)
    ]


def _words(one: dict[str, Any]) -> str:
    review = "" if pd.isna(one["review_date"]) else f"; review by {day_words(one['review_date'])}"
    return f"Impact Area since {day_words(one['since'])}{review}."


def designated_words(count: int) -> str:
    """As in "Three Impact Areas stand today, by decision of a person."; empty for none."""
    if not count:
        return ""
    return f"{in_words(count)} Impact {'Area stands' if count == 1 else 'Areas stand'} today, by decision of a person."
