"""Test the level of areas and places against their people, similar areas and force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.candidates.null_excess import draw_excess
from geo.candidates.place import PlaceLimits
from geo.candidates.selection import judge_places, search_surfaces
from geo.candidates.units import build_units
from geo.exceptions import Refusal
from geo.need.count_draws import StrandNoise
from geo.need.level import expect_counts, judge_levels, people_present
from geo.need.need_index import COUNTED, NeedIndex
from geo.need.null_surfaces import null_strands
from service.build.need_inputs import NeedInputs

DRAWS = 499


@dataclass(frozen=True)
class LevelInputs:
    """Inputs of the tests of level; small enough to be sent to a second process.

    Attributes
    ----------
    areas : GeoDataFrame
        As the table of that name, indexed by ``area_code``.
    strands : DataFrame
        Crime, demand and harm of the assessable areas over the period, in their own units, and deprivation.
    divisor : Series
        What counts are divided by in the need score.
    workday : bool
        Whether ``areas`` knows workday residents.
    similar : DataFrame
        As the table ``similar_areas``.
    """

    areas: gpd.GeoDataFrame
    strands: pd.DataFrame
    divisor: pd.Series
    workday: bool
    similar: pd.DataFrame
    noise: StrandNoise
    index: NeedIndex
    objective: str
    seed: int

    @classmethod
    def of(cls, inputs: NeedInputs, similar: pd.DataFrame | None, *, objective: str) -> LevelInputs:
        """Collect them."""
        deprivation = inputs.findings.measures["deprivation_score"].loc[inputs.ranked]
        return cls(
            inputs.reference.areas,
            inputs.strands.add_up().loc[inputs.ranked, list(COUNTED)].assign(deprivation=deprivation),
            inputs.divisor(),
            inputs.reference.optional.workday_population is not None,
            pd.DataFrame(columns=["area_code", "similar_code"]) if similar is None else similar,
            inputs.noise,
            inputs.index,
            objective,
            inputs.choices.seed,
        )


def limits_by_unit(units: pd.DataFrame, limits: PlaceLimits) -> dict[str, PlaceLimits]:
    """Return the limits of a place in each unit: the residents allotted to it, and the limits of all.

    Parameters
    ----------
    units : DataFrame
        As the table ``candidate_units``.
    limits : PlaceLimits
        Of the configuration.
    """
    allotted = zip(units["npu_code"].astype(str), units["max_residents"].astype(float), strict=True)
    return {npu: replace(limits, max_residents=most) for npu, most in allotted}


def measure_levels(
    inputs: LevelInputs,
    candidates: pd.DataFrame,
    members: pd.DataFrame,
    limits: Mapping[str, PlaceLimits],
) -> dict[str, pd.DataFrame]:
    """Build the tables ``area_levels`` and ``candidate_levels``; ``table_notes`` says why they are empty.

    Parameters
    ----------
    inputs : LevelInputs
    candidates, members : DataFrame
        As the tables ``candidates`` and ``candidate_areas``.
    limits : mapping of str to PlaceLimits
        From :func:`limits_by_unit`.
    """
    try:
        return _measure(inputs, candidates, members, limits)
    except Refusal as refusal:
        notes = [(table, refusal.problem) for table in ("area_levels", "candidate_levels")]
        return {"table_notes": pd.DataFrame(notes, columns=["table_name", "note"])}


def _measure(
    inputs: LevelInputs,
    candidates: pd.DataFrame,
    members: pd.DataFrame,
    limits: Mapping[str, PlaceLimits],
) -> dict[str, pd.DataFrame]:
    areas, strands, noise = inputs.areas, inputs.strands, inputs.noise
    known = areas.loc[strands.index]
    people = people_present(known["population"], known["workday_population"] if inputs.workday else None)
    expected = {
        strand: expect_counts(
            strands[strand] / noise.record[strand], people, inputs.similar, dispersion=noise.dispersion[strand]
        )
        for strand in COUNTED
    }
    null = null_strands(expected, noise.record)
    excess, crime = draw_excess(
        strands, inputs.divisor, null, inputs.index, objective=inputs.objective, draws=DRAWS, seed=inputs.seed
    )
    tables = {
        "area_levels": judge_levels(strands["crime"], expected["crime"], np.asarray(crime)[1:])
        .assign(alternative="greater")
        .rename_axis("area_code")
        .reset_index()
    }
    if candidates.empty:
        return tables
    compactness = next(iter(limits.values())).compactness
    units = list(build_units(areas, excess.iloc[0].reindex(areas.index).fillna(0.0), compactness=compactness))
    found = search_surfaces(units, limits, excess, crime, expected["crime"])
    levels = judge_places(candidates, members, strands["crime"], expected["crime"], found)
    return tables | {"candidate_levels": levels.assign(alternative="greater")}
