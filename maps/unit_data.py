"""The data behind a unit's map, as plain lists that the page's scripts read. Areas are in the order of their rank."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from maps.force import Force, areas_by_need, unit_places
from maps.layers import STRANDS, Layer
from maps.outlines import bounds_degrees, encode_rings, label_points
from maps.words import counted, hotspot_words, percent

Legend = tuple[tuple[tuple[str, str], ...], str]

_CAP_WORDS = {
    "areas": "It stopped growing at the largest number of areas allowed; need may be high beyond its edge.",
    "residents": "It stopped growing at the largest number of residents allowed; need may be high beyond its edge.",
}


def unit_data(force: Force, npu_code: str) -> dict[str, Any]:
    """Everything the scripts of a unit's page read."""
    site = force.site
    codes = areas_by_need(force, npu_code)
    ranking = site.ranking.loc[codes]
    teams = _teams(force, codes)
    outline = force.outlines.units.loc[[npu_code]]
    legends = list(dict.fromkeys((layer.classes.labels, layer.classes.basis) for layer in force.layers))
    return {
        "unit": str(site.npus.loc[npu_code, "npu_name"]),
        "force": site.words.force_name,
        "rankedInForce": int(site.ranking["rank"].notna().sum()),
        "rankedInUnit": int(ranking["rank"].notna().sum()),
        "bounds": bounds_degrees(outline),
        "edge": encode_rings(outline)[0],
        "areas": _areas(force, codes, list(teams.index)),
        "scoreAverages": {strand: _tidy(ranking[f"{strand}_score"].mean()) for strand in STRANDS},
        "teams": [str(name) for name in teams["name"]],
        "teamPoints": label_points(teams.geometry),
        "teamSizes": across(teams.geometry),
        "places": _places(force, npu_code),
        "neighbours": _neighbours(force, npu_code),
        "layers": [_layer(layer, codes, legends) for layer in force.layers],
        "legends": [{"labels": labels, "basis": basis} for labels, basis in legends],
    }


def _areas(force: Force, codes: pd.Index, team_codes: list[Any]) -> dict[str, Any]:
    site = force.site
    areas, ranking, measures = site.areas.loc[codes], site.ranking.loc[codes], site.area_measures.loc[codes]
    outlines = force.outlines.areas.loc[codes]
    places = [place["candidate_id"] for place in unit_places(force, str(areas["npu_code"].iloc[0]))]
    place_of = force.place_of_area.reindex(codes)
    return {
        "codes": list(codes),
        "names": [_name(name, code) for name, code in zip(areas["area_name"], codes, strict=True)],
        "team": [team_codes.index(team) for team in areas["team_code"].fillna("")],
        "rings": encode_rings(outlines),
        "points": label_points(outlines),
        "sizes": across(outlines),
        "rank": _whole(ranking["rank"]),
        # Ranks have no interval until the store gives one.
        "rankLow": _whole(ranking["rank_low"]) if ranking["rank_low"].notna().any() else [],
        "rankHigh": _whole(ranking["rank_high"]) if ranking["rank_low"].notna().any() else [],
        "unitRank": _whole(ranking["npu_rank"]),
        "need": _whole(ranking["need_score"]),
        "reasons": {at: str(why) for at, why in enumerate(ranking["not_assessable_reason"]) if why},
        "scores": {strand: _whole(ranking[f"{strand}_score"]) for strand in STRANDS},
        "contributions": {strand: _whole(ranking[f"{strand}_contribution"]) for strand in STRANDS},
        "residents": _whole(areas["population"]),
        "small": [int(bool(flag)) for flag in measures["small_population"]],
        "place": [places.index(found) if found in places else -1 for found in place_of],
    }


def _name(name: Any, code: str) -> str:
    return code if pd.isna(name) else str(name)


def _teams(force: Force, codes: pd.Index) -> gpd.GeoDataFrame:
    """Teams of the unit as far as they lie in it, largest first: the order in which their names are placed."""
    areas = force.site.areas.loc[codes]
    frame = gpd.GeoDataFrame(
        {"code": areas["team_code"].fillna(""), "name": areas["team_name"].fillna("")},
        geometry=force.outlines.areas.loc[codes].to_numpy(),
        crs=areas.crs,
    )
    teams = frame.dissolve("code", method="unary", grid_size=1.0)
    return teams.iloc[np.argsort(-teams.area.to_numpy(), kind="stable")]


def _places(force: Force, npu_code: str) -> list[dict[str, Any]]:
    site = force.site
    unit_name = str(site.npus.loc[npu_code, "npu_name"])
    found = []
    for place in unit_places(force, npu_code):
        members = force.place_of_area.index[force.place_of_area == place["candidate_id"]]
        shape = gpd.GeoSeries([force.outlines.areas.loc[members].union_all(grid_size=1.0)], crs=site.areas.crs)
        found.append(
            {
                "id": place["candidate_id"],
                "rank": int(place["rank"]),
                "name": place["candidate_name"],
                "sentences": place_sentences(place, unit_name, site.words.team_word),
                "rings": encode_rings(shape)[0],
                "point": label_points(shape)[0],
            }
        )
    return found


def place_sentences(place: dict[str, Any], unit_name: str, team_word: str) -> list[str]:
    """What the panel says of a place that is selected, one paragraph each.

    Parameters
    ----------
    place : dict
        A row of ``candidates``.
    unit_name, team_word : str
        Name of its unit; what the force calls a team.
    """
    made_of = [counted(place["area_count"], "area"), counted(place["population"], "resident")]
    shares = [f"{percent(place['resident_share'])} of residents", f"{percent(place['crime_share'])} of recorded crime"]
    if not pd.isna(place["harm_share"]):
        shares.append(f"{percent(place['harm_share'])} of harm")
    sentences = [
        place["reason"],
        f"{made_of[0]} in {counted(place['team_count'], team_word)}, {made_of[1]}, "
        f"{counted(place['hectares'], 'hectare')}. {', '.join(shares)} in {unit_name}.",
        f"{hotspot_words(int(place['hotspot_area_count']), int(place['area_count']))}.",
    ]
    return [*sentences, _CAP_WORDS[place["cap_reached"]]] if place["cap_reached"] else sentences


def _neighbours(force: Force, npu_code: str) -> dict[str, Any]:
    shapes = force.outlines.quiet_units
    others = shapes.drop(npu_code)
    names = force.site.npus["npu_name"].reindex(others.index)
    return {
        "names": [str(name) for name in names],
        # The unit's own coarse shape lies under it, so that no gap opens between coarse and fine edges.
        "rings": encode_rings(shapes),
        "points": label_points(others) if len(others) else [],
        "sizes": across(others),
    }


def _layer(layer: Layer, codes: pd.Index, legends: list[Legend]) -> dict[str, Any]:
    values = None if layer.shown is None else layer.shown.loc[codes]
    return {
        "id": layer.layer_id,
        "group": layer.group,
        "title": layer.title,
        "unit": layer.unit,
        "ramp": layer.ramp,
        "labels": legends.index((layer.classes.labels, layer.classes.basis)),
        "steps": "".join(layer.classes.steps.loc[codes]),
        "values": None if values is None else _whole(values),
        "average": None if values is None else _tidy(values.mean()),
    }


def across(shapes: gpd.GeoSeries) -> list[int]:
    """Rough width of each shape in metres: the side of a square of its size."""
    return [int(side) for side in np.sqrt(shapes.area.to_numpy())]


def _whole(values: pd.Series) -> list[int | None]:
    return [None if pd.isna(value) else round(float(value)) for value in values]


def _tidy(value: float) -> float | None:
    return None if pd.isna(value) else round(float(value), 1)
