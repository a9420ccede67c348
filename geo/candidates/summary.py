"""Describe a candidate: its name, its totals, its share of the unit, and the reason in plain words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import shapely

from geo.candidates.names import label_areas, name_places
from geo.candidates.reasons import compare_with_force, say_reason
from geo.hotspots.significance import HOTSPOT_CLASSES
from geo.need.ranking import STRANDS

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

COLUMNS = (
    "candidate_id",
    "npu_code",
    "rank",
    "candidate_name",
    "area_count",
    "team_count",
    "population",
    "hectares",
    "need_score",
    "crime_count",
    "demand_count",
    "harm_days",
    "resident_share",
    "crime_share",
    "harm_share",
    "crime_times_force",
    "demand_times_force",
    "harm_times_force",
    "hotspot_area_count",
    "cap_reached",
    "objective_value",
    "best_bound",
    "gap",
    "proven",
    "open_perimeters",
    "compactness",
    "reason",
)
AREA_COLUMNS = ("candidate_id", "area_code", "connects_only")


@dataclass(frozen=True)
class Grown:
    """One candidate before it is described: its areas, those that only connect it, the cap reached, how good it is."""

    npu_code: str
    area_codes: tuple[str, ...]
    connecting: tuple[str, ...]
    cap_reached: str
    objective_value: float
    best_bound: float
    gap: float
    proven: bool
    open_perimeters: float


def describe_candidates(
    grown: Sequence[Grown],
    ranking: pd.DataFrame,
    measures: pd.DataFrame,
    areas: GeoDataFrame,
    hotspots_main: pd.DataFrame,
    *,
    names: Mapping[str, str] | None = None,
    designated: Mapping[str, Collection[str]] | None = None,
    demand_name: str = "demand",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Describe candidates.

    Parameters
    ----------
    grown : sequence of Grown
        Candidates, in rank order within each unit.
    ranking, measures, areas, hotspots_main
        As for :func:`geo.candidates.delineate.delineate_candidates`.
    names : mapping of str to str, optional
        Names given by a person; see :func:`geo.candidates.names.name_places`.
    designated : mapping of str to collection of str, optional
        Areas of each current designation, by its name.
    demand_name : str
        What demand is made of, for the reasons.

    Returns
    -------
    candidates : DataFrame
        `candidate_id` (unit and rank, as 'BE-1'), `npu_code`, `rank`, `candidate_name`, `area_count`, `team_count`,
        `population` (residents), `hectares`, `need_score` (mean of its areas), `crime_count`, `demand_count`,
        `harm_days`, `resident_share`, `crime_share`, `harm_share` (of its unit, 0 to 1), `crime_times_force`,
        `demand_times_force`, `harm_times_force` (its rate per resident over the force's), `hotspot_area_count`,
        `cap_reached` ('areas', 'residents' or ''), `objective_value` and `best_bound` (need-score points; with the
        other candidates kept, none could have more), `gap` (of the unit, 0 to 1), `proven`, `open_perimeters`
        (whole perimeters that face outside), `compactness` (Polsby and Popper: 1 is a circle), `reason`.
    candidate_areas : DataFrame
        `candidate_id, area_code, connects_only`.
    """
    facts = areas.drop(columns=areas.geometry.name).join(ranking[["need_score", *_scores()]])
    facts = facts.join(measures[["crime_count", "demand_count", "harm_days"]])
    facts["hotspot"] = facts.index.isin(_hot_areas(hotspots_main))
    units = facts.groupby("npu_code")[["population", "crime_count", "harm_days"]].sum()
    called = _names(grown, areas, facts, names or {}, designated or {})
    rows: list[dict[str, object]] = []
    members: list[tuple[str, str, bool]] = []
    ranks: Counter[str] = Counter()
    for candidate, name in zip(grown, called, strict=True):
        inside = facts.loc[list(candidate.area_codes)]
        ranks[candidate.npu_code] += 1
        candidate_id = f"{candidate.npu_code}-{ranks[candidate.npu_code]}"
        identity = {"candidate_id": candidate_id, "rank": ranks[candidate.npu_code], "candidate_name": name}
        times = compare_with_force(inside, facts)
        told = {f"{strand}_times_force": times[strand] for strand in times}
        shape = {"compactness": _compactness(areas.loc[list(candidate.area_codes)])}
        totals = _totals(inside, units.loc[candidate.npu_code])
        reason = say_reason(inside, times, demand_name=demand_name)
        rows.append({**identity, **totals, **told, **vars(candidate), **shape, "reason": reason})
        members.extend((candidate_id, code, code in candidate.connecting) for code in sorted(candidate.area_codes))
    return pd.DataFrame(rows, columns=list(COLUMNS)), pd.DataFrame(members, columns=list(AREA_COLUMNS))


def _names(
    grown: Sequence[Grown],
    areas: GeoDataFrame,
    facts: pd.DataFrame,
    place_names: Mapping[str, str],
    designated: Mapping[str, Collection[str]],
) -> list[str]:
    above = (facts["need_score"] - facts["need_score"].mean()).fillna(0.0)
    return name_places([one.area_codes for one in grown], label_areas(areas), above, place_names, designated)


def _scores() -> list[str]:
    return [f"{strand}_score" for strand in STRANDS]


def _hot_areas(hotspots_main: pd.DataFrame) -> pd.Series[str]:
    return hotspots_main.loc[hotspots_main["hotspot_class"].isin(HOTSPOT_CLASSES), "area_code"]


def _totals(inside: pd.DataFrame, unit: pd.Series[float]) -> dict[str, object]:
    total = inside[["population", "hectares", "crime_count", "demand_count", "harm_days"]].sum()
    share = total[unit.index] / unit.where(unit > 0)
    return {
        "area_count": len(inside),
        "team_count": int(inside["team_code"].nunique()),
        "population": total["population"],
        "hectares": total["hectares"],
        "need_score": inside["need_score"].mean(),
        "crime_count": int(total["crime_count"]),
        "demand_count": total["demand_count"],
        "harm_days": total["harm_days"],
        "resident_share": share["population"],
        "crime_share": share["crime_count"],
        "harm_share": share["harm_days"],
        "hotspot_area_count": int(inside["hotspot"].sum()),
    }


def _compactness(inside: GeoDataFrame) -> float:
    """Return the area of the place over that of a circle with its perimeter (Polsby and Popper 1991)."""
    outline = shapely.union_all(inside.geometry.to_numpy())
    return float(4 * math.pi * outline.area / outline.length**2)
