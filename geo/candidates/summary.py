"""What stands behind a candidate: its name, its totals, its share of the unit, and the reason in plain words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import pandas as pd
import shapely

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
_WORTH_NAMING = 75.0


@dataclass(frozen=True)
class Grown:
    """One candidate before it is described: its areas, the cap that holds it, and how good it is."""

    npu_code: str
    area_codes: tuple[str, ...]
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
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Describe candidates.

    Parameters
    ----------
    grown : sequence of Grown
        Candidates, in rank order within each unit.
    ranking, measures, areas, hotspots_main
        As for :func:`geo.candidates.delineate.delineate_candidates`.

    Returns
    -------
    candidates : DataFrame
        `candidate_id` (unit and rank, as 'BE-1'), `npu_code`, `rank`, `candidate_name`, `area_count`, `team_count`,
        `population` (residents), `hectares`, `need_score` (mean of its areas), `crime_count`, `demand_count`,
        `harm_days`, `resident_share`, `crime_share`, `harm_share` (of its unit, 0 to 1), `hotspot_area_count`,
        `cap_reached` ('areas', 'residents' or ''), `objective_value` and `best_bound` (need-score points; with the
        other candidates kept, no place could be worth more), `gap` (of the unit, 0 to 1), `proven`, `open_perimeters`
        (whole perimeters that face outside), `compactness` (Polsby and Popper: 1 is a circle), `reason`.
    candidate_areas : DataFrame
        `candidate_id, area_code`.
    """
    facts = areas.drop(columns=areas.geometry.name).join(ranking[["need_score", *_scores()]])
    facts = facts.join(measures[["crime_count", "demand_count", "harm_days"]])
    facts["hotspot"] = facts.index.isin(_hot_areas(hotspots_main))
    units = facts.groupby("npu_code")[["population", "crime_count", "harm_days"]].sum()
    rows: list[dict[str, object]] = []
    members: list[tuple[str, str]] = []
    names: dict[str, set[str]] = {}
    for candidate in grown:
        taken = names.setdefault(candidate.npu_code, set())
        inside = facts.loc[list(candidate.area_codes)]
        rank = len(taken) + 1
        candidate_id = f"{candidate.npu_code}-{rank}"
        name = _distinct_name(_name(inside), taken)
        taken.add(name)
        totals = _totals(inside, units.loc[candidate.npu_code])
        identity = {"candidate_id": candidate_id, "npu_code": candidate.npu_code, "rank": rank, "candidate_name": name}
        shape = {"compactness": _compactness(areas.loc[list(candidate.area_codes)])}
        rows.append({**identity, **totals, **asdict(candidate), **shape, "reason": _reason(inside)})
        members.extend((candidate_id, code) for code in sorted(candidate.area_codes))
    return pd.DataFrame(rows, columns=list(COLUMNS)), pd.DataFrame(members, columns=["candidate_id", "area_code"])


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
    """Area of the place over that of a circle with its perimeter (Polsby and Popper 1991)."""
    outline = shapely.union_all(inside.geometry.to_numpy())
    return float(4 * math.pi * outline.area / outline.length**2)


def _name(inside: pd.DataFrame) -> str:
    """The wards that hold most of its areas, at most two; area names where wards are not known, or only by code."""
    named = inside["ward_name"].where(inside["ward_name"] != inside["ward_code"])
    counts = named.fillna(inside["area_name"]).value_counts()
    largest = sorted(counts.index, key=lambda ward: (-counts[ward], ward))
    return " and ".join(largest[:2])


def _distinct_name(name: str, taken: set[str]) -> str:
    """The name, with a number where another candidate of the unit has it already."""
    numbered = (name if number == 1 else f"{name} ({number})" for number in range(1, len(taken) + 2))
    return next(candidate for candidate in numbered if candidate not in taken)


def _reason(inside: pd.DataFrame) -> str:
    """The two strands in which its areas stand highest on average, and how many of them are hotspots."""
    return f"{_standing(inside)}; {_hotspots_in_words(int(inside['hotspot'].sum()), len(inside))}"


def _standing(inside: pd.DataFrame) -> str:
    means = {strand: float(inside[f"{strand}_score"].mean()) for strand in STRANDS}
    high = sorted((strand for strand in STRANDS if means[strand] >= _WORTH_NAMING), key=lambda strand: -means[strand])
    if not high:
        return "No strand in the top quarter of the force"
    first, *second = [strand for strand in STRANDS if strand in high[:2]]
    said = f"{first.capitalize()} in the top {_top_percent(means[first])}% of the force"
    return said + "".join(f", {strand} in the top {_top_percent(means[strand])}%" for strand in second)


def _top_percent(score: float) -> int:
    return max(1, math.ceil(100.0 - score))


def _hotspots_in_words(hot: int, area_count: int) -> str:
    if hot == 0:
        return "its one area is no hotspot" if area_count == 1 else f"none of its {area_count} areas is a hotspot"
    if area_count == 1:
        return "its one area is a hotspot"
    return f"{hot} of {area_count} areas {'is a hotspot' if hot == 1 else 'are hotspots'}"
