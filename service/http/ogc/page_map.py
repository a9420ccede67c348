"""Which colour a feature has on a page's small map, and what the legend says of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from maps.drawing.browse_map import Mark, SmallMap
from maps.model.classes import classify_hotspots
from queries.published.collections import Collection
from service.http.ogc.items import Feature
from service.http.ogc.phrases import name_of
from service.http.ogc.resources import OpenedGeneration

_NOT_ASSESSED = "cannot be assessed"
_SCORES = tuple((f"need {step}", f"{20 * step} to {20 * step + 20}") for step in range(5))


def draw_features(
    opened: OpenedGeneration, collection: Collection, features: Sequence[Feature], href: Callable[[Feature], str]
) -> SmallMap:
    """The features of a page over the land of the force."""
    rows = [dict(zip(collection.properties, feature.values, strict=True)) for feature in features]
    steps, legend, caption = _LOOKS[collection.name](rows)
    value = _VALUES[collection.name]
    marks = [
        Mark(
            shape=feature.shape,
            step=step,
            title=f"{name_of(collection, row)}: {value(row)}",
            href=href(feature),
            weight=float(row.get("incident_count") or 1),
        )
        for feature, row, step in zip(features, rows, steps, strict=True)
    ]
    label = f"Map: {collection.texts.title}, {len(features)} on this page"
    return opened.atlas.draw(marks, label=label, legend=legend, caption=caption)


Looked = tuple[list[str], Sequence[tuple[str, str]], str]


def _need(rows: list[dict[str, Any]]) -> Looked:
    def step(score: float | None) -> str:
        return "need x" if score is None else f"need {min(int(score // 20), 4)}"

    legend = [*_SCORES, ("need x", _NOT_ASSESSED)]
    return [step(row["need_score"]) for row in rows], legend, "Overall need, 0 to 100."


def _hotspots(rows: list[dict[str, Any]]) -> Looked:
    classes = classify_hotspots(pd.Series([row["hotspot_class"] for row in rows], dtype=object))
    legend = [(f"hotspot {step}", words) for step, words in reversed(classes.labels)]
    steps = [f"hotspot {step}" for step in classes.steps]
    caption = "Of several surfaces on one area, the first of this page is drawn."
    return steps, [*legend, ("hotspot x", _NOT_ASSESSED)], caption


def _places(rows: list[dict[str, Any]]) -> Looked:
    return ["place"] * len(rows), [("place", "proposed Impact Area")], ""


def _units(rows: list[dict[str, Any]]) -> Looked:
    return ["unit"] * len(rows), [], ""


def _counts(rows: list[dict[str, Any]]) -> Looked:
    return ["need 3"] * len(rows), [], "The larger the circle, the more incidents, in the first row of each area here."


_LOOKS: dict[str, Callable[[list[dict[str, Any]]], Looked]] = {
    "areas": _need,
    "candidates": _places,
    "hotspots": _hotspots,
    "incidents": _counts,
    "npus": _units,
}


def _need_words(row: dict[str, Any]) -> str:
    return _NOT_ASSESSED if row["rank"] is None else f"rank {row['rank']}, need {row['need_score']:.0f} of 100"


_VALUES: dict[str, Callable[[dict[str, Any]], str]] = {
    "areas": _need_words,
    "candidates": lambda row: f"place {row['rank']} in its unit",
    "hotspots": lambda row: f"{row['crime_type']}, {row['hotspot_class']}",
    "incidents": lambda row: f"{row['incident_count']:,} in the month, {row['crime_type']}",
    "npus": lambda row: f"{row['area_count']} areas",
}
