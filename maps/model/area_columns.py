"""Columns about areas and layers as plain lists in the order of the force's areas; a unit's page picks its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo.arrays import Floats
from maps.model.inputs import Site
from maps.model.json_columns import floats, to_whole_numbers
from maps.model.layer import Layer
from maps.model.layers import STRANDS

NEXT_ENDS = ("rank_low_next", "rank_high_next")


@dataclass(frozen=True)
class LayerColumns:
    """A layer, one item per area of the force.

    Attributes
    ----------
    steps : str
        Class of every area, see :mod:`maps.model.classes`.
    figures : array or None
        Numbers shown; None for hotspots, which have classes only.
    numbers : list or None
        The same, whole.
    words : list of str or None
        The word of each area, where a class has several words.
    """

    steps: str
    figures: Floats | None
    numbers: list[int | None] | None
    words: list[str] | None = None


def write_layer(layer: Layer, areas: pd.Index) -> LayerColumns:
    """Write a layer in the order of these areas."""
    steps = "".join(layer.classes.steps.loc[areas])
    if layer.figures is None:
        words = (
            None if layer.words is None else [str(word) for word in layer.words.loc[areas].astype(object).fillna("")]
        )
        return LayerColumns(steps, None, None, words)
    figures = floats(layer.figures.loc[areas])
    return LayerColumns(steps, figures, to_whole_numbers(figures))


def write_areas(site: Site) -> dict[str, list[Any]]:
    """Write the columns that a page has for every area, by the names its scripts know or the store's."""
    areas = site.areas
    ranking, measures = site.ranking.loc[areas.index], site.area_measures.loc[areas.index]
    # A copy for others has no intervals and no levels.
    now = ranking.reindex(columns=[f"rank_{end}_{of}" for of in ("data", "choices") for end in ("low", "high")])
    ahead = _by_area(site.further.next_ranks, areas.index, [*NEXT_ENDS, "probability_top_5_next"])
    levels = _by_area(site.further.area_levels, areas.index, ["expected_count"])
    parts = [f"{strand}_{part}" for strand in STRANDS for part in ("score", "contribution")]
    return {
        "codes": list(areas.index),
        "names": names_for_people(areas),
        "team_code": areas["team_code"].fillna("").tolist(),
        "team_name": _team_names(site),
        "rank": to_whole_numbers(floats(ranking["rank"])),
        **{name: to_whole_numbers(floats(now[name])) for name in now},
        **{name: to_whole_numbers(floats(ahead[name])) for name in NEXT_ENDS},
        "topNext": to_whole_numbers(floats(100 * ahead["probability_top_5_next"])),
        **{name: to_whole_numbers(floats(levels[name])) for name in levels},
        "p_selected": _thousandths(site.further.area_levels, areas.index),
        "unitRank": to_whole_numbers(floats(ranking["npu_rank"])),
        "need": to_whole_numbers(floats(ranking["need_score"])),
        "reasons": ranking["not_assessable_reason"].tolist(),
        "residents": to_whole_numbers(floats(areas["population"])),
        "workday": to_whole_numbers(floats(areas.reindex(columns=["workday_population"])["workday_population"])),
        "small": measures["small_population"].astype(bool).astype(int).tolist(),
        **{part: to_whole_numbers(floats(ranking[part])) for part in parts},
    }


def names_for_people(areas: pd.DataFrame) -> list[str]:
    """Name each area as people do, "Alum Rock (Birmingham 054B)"; a code is never shown alone.

    Parameters
    ----------
    areas : DataFrame
        Index ``area_code``; ``area_name``, ``place_name``, ``ward_name``, ``district_name``, NaN where unknown.
    """
    codes = areas.index.to_series().astype(str)
    name = areas["area_name"].fillna(codes).astype(str)
    around = areas["place_name"].where(areas["place_name"].notna(), areas["ward_name"].where(name == codes))
    around = around.where(around.notna(), areas["district_name"].where(name == codes))
    return [
        f"{place} ({own})" if isinstance(place, str) and place and place not in own else own
        for place, own in zip(around, name, strict=True)
    ]


def _by_area(table: pd.DataFrame, areas: pd.Index, columns: list[str]) -> pd.DataFrame:
    """Numbers of a table that may be empty, in the order of the areas."""
    indexed = table.set_index("area_code") if len(table) else pd.DataFrame(columns=columns)
    return indexed.reindex(index=areas, columns=columns).astype(float)


def _thousandths(table: pd.DataFrame, areas: pd.Index) -> list[int | None]:
    """Return p-values in thousandths; at least one, since 499 surfaces give no p below 0.002."""
    return to_whole_numbers(floats((1000 * _by_area(table, areas, ["p_selected"])["p_selected"]).clip(lower=1.0)))


def _team_names(site: Site) -> list[str]:
    """Return names of teams without the unit's own name in front, which is clear on its page.

    A team whose name is not known says nothing: its code would mean nothing to a reader.
    """
    units = site.areas["npu_code"].map(site.npus["npu_name"])
    known = site.areas["team_name"].where(site.areas["team_name"] != site.areas["team_code"])
    pairs = zip(known.fillna("").astype(str), units.astype(str), strict=True)
    return [team.removeprefix(f"{unit}: ").removeprefix(f"{unit} - ") for team, unit in pairs]
