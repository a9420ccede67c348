"""Try other weights and other limits on the ranking and the places that are current, without a build."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import duckdb
import geopandas as gpd
import pandas as pd

from geo.candidates.delineate import prepare_search
from geo.candidates.greedy import grow_greedily
from geo.candidates.set_packing import pack_places
from geo.candidates.units import build_units
from geo.exceptions import NotAllowed, NothingFound, WrongUsage
from geo.need.need_index import STRANDS, NeedIndex, aggregate
from geo.need.ranking import order_areas
from queries.catalogue.rows import did_you_mean
from queries.store.connection import read_areas, read_frame
from service.settings.candidates import Candidates
from service.settings.need import Need

LIMITS = ("max_areas", "per_npu", "unit_share", "force_share", "floor")
SECONDS = 1.5  # of search in the unit; what is not proven best by then is said to be so


@dataclass(frozen=True)
class Choices:
    """What is tried in one unit.

    Attributes
    ----------
    npu_code : str
        The unit.
    weights : mapping of str to float
        Weight of each strand, in any scale; empty for the weights that were used.
    limits : mapping of str to float
        Those of :data:`LIMITS` that are tried; others stay as they were configured.
    """

    npu_code: str
    weights: Mapping[str, float] = field(default_factory=dict)
    limits: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Scenario:
    """A unit under the choices.

    Attributes
    ----------
    choices : Choices
        With every weight (they sum to 1) and limit that was used.
    areas : DataFrame
        Index ``area_code``, the unit's areas by their rank under the choices: ``area_name``, ``rank`` and ``rank_now``
        (in the force), ``place`` and ``place_now`` (number of the place it is in; 0 for none).
    value, bound : float
        Need-score points of the places together, and the most that is possible.
    proven : bool
        No better places exist under these choices.
    moved : int
        Areas of the force whose rank changes.
    """

    choices: Choices
    areas: pd.DataFrame
    value: float
    bound: float
    proven: bool
    moved: int


@dataclass(frozen=True)
class Planning:
    """What a generation has that choices are tried on.

    Attributes
    ----------
    areas : GeoDataFrame
        As the table.
    ranking, measures, members : DataFrame
        As the tables; `members` has ``area_code``, ``npu_code`` and the ``rank`` of its place.
    parameters : dict
        The configuration of the build.
    """

    areas: gpd.GeoDataFrame
    ranking: pd.DataFrame
    measures: pd.DataFrame
    members: pd.DataFrame
    parameters: Mapping[str, Any]

    @cached_property
    def limits(self) -> Candidates:
        """The limits as configured."""
        return Candidates(**self.parameters.get("candidates", {}))

    @cached_property
    def weights(self) -> dict[str, float]:
        """The weights that were used, whatever the configuration calls them."""
        scored = self.ranking.dropna(subset=["need_score"])
        shares = {one: float(scored[f"{one}_contribution"].sum() / scored[f"{one}_score"].sum()) for one in STRANDS}
        return {one: round(share / sum(shares.values()), 4) for one, share in shares.items()}

    @property
    def units(self) -> list[str]:
        """Codes of the units."""
        return sorted(self.areas["npu_code"].dropna().unique())


def read_planning(con: duckdb.DuckDBPyConnection) -> Planning:
    """Read what choices are tried on.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation, with the spatial extension.

    Returns
    -------
    Planning
        Frames of the generation.

    Raises
    ------
    NotAllowed
        Need is scored in a way that cannot be weighted anew from what is stored.
    """
    (text,) = read_frame(con, "SELECT parameters FROM runs")["parameters"]
    parameters = json.loads(text)
    chosen = Need(**parameters.get("need", {}))
    if chosen.normalisation != "rank" or chosen.aggregation != "arithmetic":
        raise NotAllowed(
            f"Need is scored by '{chosen.normalisation}' and the {chosen.aggregation} mean here,"
            " which other weights cannot be tried on without a build",
            "Change the weights in the configuration, and build into another folder",
        )
    members = read_frame(
        con, "SELECT area_code, npu_code, rank FROM candidate_areas JOIN candidates USING (candidate_id) ORDER BY ALL"
    )
    return Planning(
        read_areas(con),
        read_frame(con, "FROM ranking ORDER BY area_code").set_index("area_code"),
        read_frame(con, "FROM area_measures ORDER BY area_code").set_index("area_code"),
        members,
        parameters,
    )


def try_choices(planning: Planning, choices: Choices) -> Scenario:
    """Rank the force and search for the places of one unit under the choices.

    The ranking is that of a build with these weights, and so are the limits that each unit gets from the shares of
    residents. The search in the unit is given little time: `proven` says whether it has found the best places.

    Parameters
    ----------
    planning : Planning
        From :func:`read_planning`.
    choices : Choices
        What is tried.

    Returns
    -------
    Scenario
        The unit under the choices, beside the places that are current.

    Raises
    ------
    WrongUsage
        A weight or a limit cannot be.
    NothingFound
        There is no such unit.
    """
    if choices.npu_code not in planning.units:
        raise NothingFound(
            f"There is no unit '{choices.npu_code}'",
            f"{did_you_mean(choices.npu_code, planning.units)}The units are {', '.join(planning.units)}",
        )
    weights = _weights(choices.weights) if choices.weights else planning.weights
    limits = _limits(planning.limits, choices.limits)
    ranking = _rank(planning.ranking, weights)
    value, bound, proven, places = _search(planning, ranking, limits, choices.npu_code)
    return Scenario(
        choices=replace(choices, weights=weights, limits={name: getattr(limits, name) for name in LIMITS}),
        areas=_lay_out(planning, ranking, places, choices.npu_code),
        value=value,
        bound=bound,
        proven=proven,
        moved=int((ranking["rank"] != planning.ranking["rank"]).sum()),
    )


def _weights(nominal: Mapping[str, float]) -> dict[str, float]:
    """Weights that sum to 1, from any that are not negative."""
    weights = {strand: float(nominal.get(strand, 0.0)) for strand in STRANDS}
    total = sum(weights.values())
    if (
        set(nominal) - set(STRANDS)
        or not all(map(math.isfinite, weights.values()))
        or min(weights.values()) < 0
        or not 0 < total < 1e6
    ):
        raise WrongUsage(
            f"The weights are {', '.join(f'{name} {value:g}' for name, value in nominal.items())}",
            f"Give {', '.join(STRANDS)} each a number from 0 up, one of them above 0",
        )
    return {strand: weight / total for strand, weight in weights.items()}


def _limits(configured: Candidates, tried: Mapping[str, float]) -> Candidates:
    """The limits as configured, with those that are tried in their place."""
    try:
        return Candidates(**{**configured.model_dump(), **tried})
    except ValueError as fault:
        said = " ".join(line.strip() for line in str(fault).splitlines()[1:3])
        raise WrongUsage(f"These limits cannot be: {said}", "Change the first that is named") from None


def _rank(ranking: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """The ranking under other weights, from the strand scores as they are."""
    scores = pd.DataFrame({strand: ranking[f"{strand}_score"] for strand in STRANDS})
    need, contributions = aggregate(scores, NeedIndex(weights))
    parts = {f"{strand}_contribution": contributions[strand] for strand in STRANDS}
    return ranking.assign(need_score=need, rank=order_areas(need), **parts)


def _search(
    planning: Planning, ranking: pd.DataFrame, limits: Candidates, npu_code: str
) -> tuple[float, float, bool, dict[str, int]]:
    """Value, bound, proof, and the number of the place of each area that is in one."""
    sought = prepare_search(
        ranking, planning.measures, planning.areas, limits.limits(), limits.proportions(), objective=limits.objective
    )
    units = build_units(
        planning.areas,
        sought.excess,
        compactness=limits.compactness,
        cross_units=False,
        low=sought.low,
        standing=sought.standing,
    )
    unit, own = next(one for one in units if one.npu_code == npu_code), sought.limits[npu_code]
    if not own.per_unit:
        return 0.0, 0.0, True, {}
    effort = replace(limits.effort(), seconds=SECONDS)
    packing = pack_places(unit, own, starts=grow_greedily(unit, own), barred=frozenset(), effort=effort)
    ordered = sorted(packing.places, key=unit.value, reverse=True)
    places = {unit.codes[area]: number for number, place in enumerate(ordered, start=1) for area in place}
    return packing.value, packing.value + packing.shortfall, packing.gap == 0.0, places


def _lay_out(planning: Planning, ranking: pd.DataFrame, places: Mapping[str, int], npu_code: str) -> pd.DataFrame:
    """The unit's areas, those ranked highest under the choices first."""
    own = planning.areas.index[planning.areas["npu_code"] == npu_code]
    now = planning.members.set_index("area_code")["rank"]
    laid = pd.DataFrame(
        {
            "area_name": planning.areas.loc[own, "area_name"],
            "rank": ranking["rank"].reindex(own),
            "rank_now": planning.ranking["rank"].reindex(own),
            "place": pd.Series(places, dtype="int64").reindex(own).fillna(0).astype(int),
            "place_now": now.reindex(own).fillna(0).astype(int),
        }
    )
    return laid.sort_values(["rank", "area_name"], na_position="last")
