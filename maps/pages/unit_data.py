"""Write the data behind a unit's map, as plain lists for the page's scripts, areas in the order of their rank."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from maps.drawing.micro_place_cells import write_cells
from maps.geometry.background import MOST_BYTES, write_background
from maps.geometry.outlines import (
    across,
    bounds_degrees,
    encode_rings,
    label_points,
    merge,
    pack_points,
    write_outlines,
)
from maps.model.force_view import Force, unit_places
from maps.model.json_columns import Positions, mean_known, pick
from maps.model.layer_data import write_layers
from maps.model.layers import STRANDS
from maps.model.place_index import group_members, pack_names, settlements_in, write_place_index
from maps.model.series import step_words
from maps.sentences.alternatives import area_names, swap_words, write_left_out, write_options
from maps.sentences.evidence import place_topics
from maps.sentences.places import place_sentences
from maps.sentences.trend import STEPS_OF_A_YEAR, years_not_compared
from maps.text.glossary_links import TERMS
from maps.text.phrases import months_words
from maps.text.tile_server import write_ground


def unit_data(force: Force, npu_code: str) -> dict[str, Any]:
    """Return all data of a unit's page except the background, which gets the room that is left."""
    site = force.site
    at = force.by_need[npu_code]
    teams = _teams(force, at)
    outline = force.outlines.units.loc[[npu_code]]
    cells = write_cells(site.further.micro_places, [place["candidate_id"] for place in unit_places(force, npu_code)])
    return {
        "unit": str(site.npus.loc[npu_code, "npu_name"]),
        "code": npu_code,
        "force": site.words.force_name,
        "rankedInForce": _count_known(force.areas["rank"]),
        "rankedInUnit": _count_known(pick(force.areas["rank"], at)),
        "bounds": bounds_degrees(outline),
        "edge": encode_rings(outline)[0],
        "areas": _areas(force, npu_code, list(teams.index)),
        "scoreAverages": {strand: _tidy(mean_known(force.scores[strand][at])) for strand in STRANDS},
        "teams": list(teams["name"]),
        "teamPoints": label_points(teams.geometry),
        "teamSizes": across(teams.geometry),
        "sectors": _sectors(force, npu_code),
        "local": group_members(force, npu_code),
        "settlements": _settlements(force, npu_code),
        "finder": write_place_index(force, groups_of=npu_code),
        "wards": unit_wards(force, npu_code),
        "places": _places(force, npu_code),
        "neighbours": _neighbours(force, npu_code),
        "background": [],
        "cells": cells,
        "leftOut": write_left_out(force, npu_code),
        "caps": site.words.place_limits,
        "demandName": site.words.demand_name,
        "terms": list(TERMS.items()),
        "months": months_words(site.period),
        "steps": step_words(force.series) if force.series else [],
        "stepWord": force.series.step if force.series else "",
        "stepsOfYear": STEPS_OF_A_YEAR[force.series.step] if force.series else 0,
        "yearsNotCompared": years_not_compared(
            site.further.location_moves, site.areas["district_code"].iloc[at].dropna().unique()
        ),
        **write_layers(force, at, cells),
        **write_ground(site.further.ground_map),
    }


def unit_background(force: Force, npu_code: str, *, most_bytes: int) -> list[dict[str, Any]]:
    """Roads, water, railways and names around a unit, as far as there is room; see :func:`write_background`."""
    return write_background(
        force.site.further.context,
        force.outlines.units.loc[[npu_code]],
        most_bytes=min(MOST_BYTES, most_bytes),
        without_names=set(force.site.npus["npu_name"]),
    )


def _areas(force: Force, npu_code: str, team_codes: list[str]) -> dict[str, Any]:
    at = force.by_need[npu_code]
    column = {name: pick(values, at) for name, values in force.areas.items()}
    places = [place["candidate_id"] for place in unit_places(force, npu_code)]
    place_of = force.place_of_area.reindex(column["codes"])
    return {
        "codes": pack_names(column["codes"]),
        "names": pack_names(column["names"]),
        "team": [team_codes.index(team) for team in column["team_code"]],
        "rings": pick(force.written_areas.rings, at),
        "points": pack_points(pick(force.written_areas.points, at), pick(force.written_areas.rings, at)),
        "sizes": pick(force.written_areas.sizes, at),
        "rank": column["rank"],
        "ranges": {
            name: [_if_known(_beside(column[f"rank_{end}_{of}"], column["rank"])) for end in ("low", "high")]
            for name, of in (("counts", "data"), ("choices", "choices"), ("next", "next"))
        },
        "topNext": _if_known(column["topNext"]),
        "level": {name: _if_known(column[of]) for name, of in (("expected", "expected_count"), ("p", "p_selected"))},
        "unitRank": column["unitRank"],
        "need": column["need"],
        "reasons": {row: str(why) for row, why in enumerate(column["reasons"]) if why},
        "scores": {strand: column[f"{strand}_score"] for strand in STRANDS},
        "contributions": {strand: column[f"{strand}_contribution"] for strand in STRANDS},
        "residents": column["residents"],
        "workday": column["workday"] if _count_known(column["workday"]) else [],
        "small": column["small"],
        "place": [places.index(found) if found in places else -1 for found in place_of],
        "connects": [row for row, code in enumerate(column["codes"]) if code in force.connecting],
    }


def _beside(values: list[Any], ranks: list[Any]) -> list[Any]:
    """Return the distance in places from an area's rank to an end of its range: fewer digits than the end itself."""
    pairs = zip(values, ranks, strict=True)
    return [None if value is None or rank is None else value - rank for value, rank in pairs]


def _if_known(values: list[Any]) -> list[Any]:
    """Return a column; None if no area has a value."""
    return values if _count_known(values) else []


def _count_known(values: list[Any]) -> int:
    return sum(value is not None for value in values)


def _teams(force: Force, at: Positions) -> gpd.GeoDataFrame:
    """Teams of the unit as far as they lie in it, largest first: the order in which their names are placed."""
    codes = np.array(pick(force.areas["team_code"], at), dtype=object)
    names: dict[str, str] = {}
    for code, name in zip(codes, pick(force.areas["team_name"], at), strict=True):
        names.setdefault(code, name)
    shapes = force.outlines.areas.to_numpy()[at]
    merged = {code: merge(shapes[codes == code], coverage=force.outlines.coverage) for code in sorted(names)}
    teams = gpd.GeoDataFrame(
        {"name": [names[code] for code in merged]},
        index=list(merged),
        geometry=list(merged.values()),
        crs=force.outlines.areas.crs,
    )
    return teams.iloc[np.argsort(-teams.area.to_numpy(), kind="stable")]


def _sectors(force: Force, npu_code: str) -> list[list[Any]]:
    """Each postcode sector that reaches into the unit, with the numbers of its areas on the page."""
    sectors = force.site.further.postcode_sectors
    if sectors.empty:
        return []
    on_page = {code: number for number, code in enumerate(pick(force.areas["codes"], force.by_need[npu_code]))}
    here = sectors[sectors["area_code"].isin(list(on_page))]
    return [
        [str(sector), sorted(on_page[code] for code in rows["area_code"])]
        for sector, rows in here.groupby("postcode_sector", sort=True)
    ]


def _settlements(force: Force, npu_code: str) -> list[list[Any]]:
    """Each settlement whose point lies in the unit: its name, the point, and the number of the area it lies in."""
    found = settlements_in(force)
    found = found[found["npu_code"] == npu_code].sort_values("name", kind="stable")
    if found.empty:
        return []
    areas = force.outlines.areas.iloc[force.by_need[npu_code]]
    area_of = areas.sindex.nearest(found.geometry, return_all=False)[1]
    places = found.geometry.to_crs(4326)
    return [
        [str(name), round(place.y, 4), round(place.x, 4), int(area)]
        for name, place, area in zip(found["name"], places, area_of, strict=True)
    ]


def unit_wards(force: Force, npu_code: str) -> dict[str, Any] | None:
    """Names of the wards, and the ward of each area; None where teams are wards or no ward is known."""
    site = force.site
    names = site.areas["ward_name"].fillna("").astype(str).iloc[force.by_need[npu_code]]
    if site.words.teams_are_wards or not names.any():
        return None
    known = sorted(set(names))
    return {"names": known, "of": [known.index(name) for name in names]}


def _places(force: Force, npu_code: str) -> list[dict[str, Any]]:
    site, places = force.site, unit_places(force, npu_code)
    if not places:
        return []
    unit_name = str(site.npus.loc[npu_code, "npu_name"])
    areas, names = force.outlines.areas.to_numpy(), area_names(force)
    members = [areas[force.place_areas[place["candidate_id"]]] for place in places]
    merged = [merge(shapes, coverage=force.outlines.coverage) for shapes in members]
    written = write_outlines(gpd.GeoSeries(merged, crs=site.areas.crs))
    return [
        {
            "id": place["candidate_id"],
            "rank": int(place["rank"]),
            "sentences": place_sentences(place, unit_name, site.words.team_word),
            "more": [[topic.heading, topic.lines] for topic in place_topics(force, place)],
            "swaps": swap_words(force, place["candidate_id"], names),
            "options": write_options(force, npu_code, place["candidate_id"]),
            "rings": rings,
            "point": point,
        }
        for place, rings, point in zip(places, written.rings, written.points, strict=True)
    ]


def _neighbours(force: Force, npu_code: str) -> dict[str, Any]:
    units, written = force.outlines.quiet_units.index, force.written_units
    others = np.flatnonzero(units != npu_code)
    return {
        "names": [str(name) for name in force.site.npus["npu_name"].reindex(units[others])],
        "codes": [str(code) for code in units[others]],
        # The unit's own coarse shape lies under it, so that no gap opens between coarse and fine edges.
        "rings": written.rings,
        "points": pick(written.points, others),
        "sizes": pick(written.sizes, others),
    }


def _tidy(value: float) -> float | None:
    return None if pd.isna(value) else round(float(value), 1)
