"""Compute once what all pages of a force share: layers with their classes, and outlines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pandas as pd

from geo.arrays import Floats
from maps.geometry.outlines import EncodedOutlines, Outlines, draw_outlines, write_outlines
from maps.model.area_columns import LayerColumns, write_areas, write_layer
from maps.model.designations import Decisions, see_decisions
from maps.model.inputs import Site
from maps.model.json_columns import Positions, floats
from maps.model.layer import Layer
from maps.model.layers import STRANDS, build_layers, hotspot_layer_id, type_layer_id
from maps.model.series import Series, build_series


@dataclass(frozen=True)
class Force:
    """A site with what is computed over the whole force.

    Attributes
    ----------
    site : Site
    layers : tuple of Layer
    outlines : Outlines
    written_areas, written_units : EncodedOutlines
        The outlines of all areas, and the quiet outlines of all units, as pages store them.
    by_need : dict
        Positions of a unit's areas among all areas, by ``npu_code``: highest need first; those that cannot be
        assessed last, by code.
    places : dict
        Candidates by ``npu_code``, in their order, each as a mapping of its columns.
    place_areas : dict
        Positions of a candidate's areas among all areas, by ``candidate_id``.
    decisions : Decisions
        The Impact Areas that people have decided on.
    place_of_area : Series
        ``candidate_id`` by ``area_code``, for areas that lie in a candidate.
    areas : dict
        Columns of all areas, see :func:`maps.model.area_columns.write_areas`.
    written_layers : tuple of LayerColumns
        One per layer.
    series : Series or None
        Counts over time.
    scores : dict
        Position of every area in the force (0 to 100), by strand.
    """

    site: Site
    layers: tuple[Layer, ...]
    outlines: Outlines
    written_areas: EncodedOutlines
    written_units: EncodedOutlines
    by_need: dict[str, Positions]
    places: dict[str, list[dict[str, Any]]]
    place_areas: dict[str, Positions]
    decisions: Decisions
    place_of_area: pd.Series
    connecting: frozenset[str]
    areas: dict[str, list[Any]]
    written_layers: tuple[LayerColumns, ...]
    series: Series | None
    scores: dict[str, Floats]


def see_force(site: Site) -> Force:
    """Compute what all pages share.

    Parameters
    ----------
    site : Site
        Everything that the pages say.

    Returns
    -------
    Force
        Classes, positions and lookups of all areas.
    """
    outlines = draw_outlines(site.areas)
    ranking = site.ranking.loc[site.areas.index]
    layers = tuple(build_layers(site))
    members = site.candidate_areas.drop_duplicates("area_code").set_index("area_code")["candidate_id"]
    return Force(
        site,
        layers,
        outlines,
        written_areas=write_outlines(outlines.areas),
        written_units=write_outlines(outlines.quiet_units),
        by_need=_sort_by_need(site.areas["npu_code"], floats(ranking["rank"])),
        places=_sort_places(_count_connecting(site)),
        place_areas=_group(site.areas.index.get_indexer(members.index), members),
        decisions=see_decisions(
            site.further.designations, site.further.designation_areas, site.candidates, site.candidate_areas
        ),
        place_of_area=members,
        connecting=_connecting(site.candidate_areas),
        areas=write_areas(site),
        written_layers=tuple(write_layer(layer, site.areas.index) for layer in layers),
        series=build_series(site, type_id=type_layer_id, hotspot_id=hotspot_layer_id),
        scores={strand: floats(ranking[f"{strand}_score"]) for strand in STRANDS},
    )


def _connecting(members: pd.DataFrame) -> frozenset[str]:
    """List areas that are in a place only to connect it."""
    if "connects_only" not in members:
        return frozenset()
    return frozenset(members.loc[members["connects_only"].astype(bool), "area_code"])


def _count_connecting(site: Site) -> pd.DataFrame:
    connecting = site.candidate_areas[site.candidate_areas["area_code"].isin(_connecting(site.candidate_areas))]
    counts = connecting["candidate_id"].value_counts()
    return site.candidates.assign(connecting_count=site.candidates["candidate_id"].map(counts).fillna(0).astype(int))


def _sort_by_need(units: pd.Series, ranks: Floats) -> dict[str, Positions]:
    order = np.argsort(ranks, kind="stable")  # NaN comes last
    unit_of = units.to_numpy(dtype=object)[order]
    return {str(code): order[unit_of == code] for code in units.dropna().unique()}


def _group(positions: Positions, places: pd.Series) -> dict[str, Positions]:
    return {str(place): positions[rows] for place, rows in places.groupby(places, sort=False).indices.items()}


def _sort_places(candidates: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    places: dict[str, list[dict[str, Any]]] = {}
    for place in candidates.sort_values("rank", kind="stable").to_dict("records"):
        places.setdefault(place["npu_code"], []).append(cast("dict[str, Any]", place))
    return places


def unit_places(force: Force, npu_code: str) -> list[dict[str, Any]]:
    """Return candidates of a unit, in order, each as a mapping of its columns.

    Parameters
    ----------
    force : Force
        What all pages share.
    npu_code : str
        Code of the unit.

    Returns
    -------
    list of dict of str to object
        Rows of ``candidates``.
    """
    return force.places.get(npu_code, [])
