"""Analyse change: hot and cold areas step by step, their classes, and a year against the year before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geo.evaluation.placebo_places import Places as PlaceboPlaces
from geo.evaluation.small_force import StepsApart, count_steps
from geo.evaluation.spread_table import judge_by_table, pack_sizes, tabulate_spreads
from geo.exceptions import InputRefused
from geo.measures.strands import counts_assessable
from geo.trends.count_change import change_between_periods
from geo.trends.emerging import EmergingRules, classify_emerging
from geo.trends.steps import add_up_steps, score_steps
from geo.trends.year_on_year import compare_years, match_years
from service.build.analysis import MAIN_SURFACE, Findings, LocatedShares
from service.build.extra_tables.surfaces import WHOLE_FORCE, Surface, Surfaces
from service.settings.analysis import Statistics

if TYPE_CHECKING:
    from libpysal.graph import Graph

_MONTHS = {"month": 1, "quarter": 3}


@dataclass(frozen=True)
class Steps:
    """The steps of one surface.

    Attributes
    ----------
    surface : tuple of str
        ``measure`` and ``crime_type``.
    step : str
        Length: month or quarter.
    count : int
        How many there are.
    scored : DataFrame
        As :func:`geo.trends.steps.score_steps` gives them.
    """

    surface: Surface
    step: str
    count: int
    scored: pd.DataFrame


def score_surfaces(surfaces: Surfaces, findings: Findings, chosen: Statistics, *, alpha: float) -> list[Steps]:
    """Find hot and cold areas of every step; a strand with too few steps for a class uses months."""
    counted = counts_assessable(findings.measures)
    found, monthly_strands = [], []
    for surface, monthly in surfaces.monthly.items():
        strand = _is_strand(surface)
        if not (strand or chosen.emerging_types):
            continue
        step, counts = chosen.period, add_up_steps(monthly[counted], step=chosen.period)
        if strand and counts.shape[1] < chosen.least_steps <= monthly.shape[1]:
            step, counts = "month", monthly[counted]
            monthly_strands.append(_name(surface))
        scored = score_steps(counts, findings.graph, alpha=alpha)
        found.append(Steps(surface, step, counts.shape[1], scored))
    if monthly_strands:
        surfaces.note(
            "emerging", f"Fewer than {chosen.least_steps} complete quarters, so by month: {', '.join(monthly_strands)}"
        )
    if not chosen.emerging_types:
        surfaces.note("emerging", "Crime types were not asked for: set emerging_types = true in [statistics]")
    return found


def _name(surface: Surface) -> str:
    return "Harm" if surface[0] == "harm_rank" else surface[1]


def _is_strand(surface: Surface) -> bool:
    return surface == MAIN_SURFACE or surface[0] != MAIN_SURFACE[0]


def lay_out_steps(scored: list[Steps]) -> pd.DataFrame:
    """Lay out every step of every surface, one row an area that could be counted."""
    found = []
    for steps in scored:
        starts = steps.scored["period_start"]
        ends = {start: start + pd.DateOffset(months=_MONTHS[steps.step] - 1) for start in starts.unique()}
        frame = steps.scored.drop(columns=["period_start", "q_value"])
        frame = frame.assign(step=steps.step, step_start=starts, step_end=starts.map(ends))
        found.append(frame.assign(measure=steps.surface[0], crime_type=steps.surface[1]))
    return pd.concat(found, ignore_index=True)


def class_emerging(scored: list[Steps], surfaces: Surfaces, chosen: Statistics, *, alpha: float) -> pd.DataFrame:
    """Class each area by its steps, on surfaces with enough of them."""
    least = chosen.least_steps
    found = []
    for steps in scored:
        if steps.count >= least:
            classes = classify_emerging(
                steps.scored, step=steps.step, alpha=alpha, rules=EmergingRules(least_steps=least)
            )
            labels = {"measure": steps.surface[0], "crime_type": steps.surface[1], "step": steps.step}
            found.append(classes.reset_index().assign(**labels))
    short = [_name(steps.surface) for steps in scored if steps.count < least]
    if short:
        surfaces.note("emerging", f"Fewer than {least} complete {chosen.period}s, so not classed: {', '.join(short)}")
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def change_in_a_year(
    areas: pd.DataFrame, surfaces: Surfaces, graph: Graph, located: LocatedShares
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Compare the last twelve months with the twelve before: the force and units, all crime and each type.

    Where the share of incidents with a location moved between the two years, the force's figure counts all incidents
    and units are not compared: their counts move with that share. `located` says where it moved, for the force and
    for districts.

    Returns
    -------
    tuple of DataFrame
        The tables ``period_changes`` and ``placebo_spreads``; both empty where no year can be compared.
    """
    found, spreads, left_out, packed, steps = [], [], [], pack_sizes(graph), count_steps(graph)
    for surface, monthly in surfaces.monthly.items():
        if surface[0] == "harm_rank":
            continue
        try:
            changes, spread = _compare_one(areas, monthly, packed, steps)
        except InputRefused as refusal:
            if surface == MAIN_SURFACE:
                surfaces.note("period_changes", f"{refusal.problem}, so no year is compared with the year before")
                return pd.DataFrame(), pd.DataFrame()
            left_out.append(surface[1])
            continue
        spreads.append(spread.assign(crime_type=surface[1]))
        if surface[0] == MAIN_SURFACE[0]:
            changes = _refuse_moved(changes, areas, surfaces, located, surface[1])
            found.append(changes.assign(crime_type=surface[1]))
    if left_out:
        surfaces.note("period_changes", f"Too few incidents to say how counts vary: {', '.join(left_out)}")
    changes_found = pd.concat(found, ignore_index=True)
    compared = int(changes_found["month_count"].iloc[0])
    surfaces.note("period_changes", f"{compared} of 12 calendar months are complete in both years")
    return changes_found, pd.concat(spreads, ignore_index=True)


def _compare_one(
    areas: pd.DataFrame, monthly: pd.DataFrame, placebos: dict[int, PlaceboPlaces], steps: StepsApart
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One surface: every unit's change, and the spread of change by size of place."""
    unit_of = areas["npu_code"]
    units = monthly.groupby(unit_of).sum()
    force = pd.concat([monthly.sum().to_frame(WHOLE_FORCE).T, units])
    changes = compare_years(force, wobble=[monthly, units] if len(units) > 1 else [monthly])
    before, after = (monthly[list(months)].sum(axis=1) for months in match_years(pd.DatetimeIndex(monthly.columns)))
    phi = float(changes["dispersion"].iloc[0])
    spreads = tabulate_spreads(before, after, placebos, steps, dispersion=phi)
    counts = (
        changes[["before_count", "after_count"]]
        .astype(float)
        .assign(
            rest_before=before.sum() - changes["before_count"],
            rest_after=after.sum() - changes["after_count"],
            area_count=unit_of.value_counts().reindex(changes.index, fill_value=len(unit_of)),
        )
    )
    judged = changes.drop(columns=["p_value", "change_class"]).join(judge_by_table(counts, spreads))
    return judged.rename_axis("npu_code").reset_index(), spreads


def _refuse_moved(
    changes: pd.DataFrame, areas: pd.DataFrame, surfaces: Surfaces, located: LocatedShares, crime_type: str
) -> pd.DataFrame:
    """Mark units that do not compare, each with its reason, and count all incidents of the force."""
    members = {
        str(unit): located.why_not(crime_type, rows)
        for unit, rows in areas[["district_code"]].groupby(areas["npu_code"])
    }
    reasons = changes["npu_code"].map({WHOLE_FORCE: "", **members})
    if not reasons.any():
        return changes
    marked = changes.assign(change_class=changes["change_class"].mask(reasons != "", reasons))
    untested = ["change_low", "change_high", "p_value", *(name for name in changes if str(name).startswith("against_"))]
    marked.loc[reasons != "", untested] = float("nan")
    said = [f"{unit}, {why}" for unit, why in members.items() if why]
    if not located.why_not(crime_type, areas.iloc[:0]):
        surfaces.note("period_changes", f"{crime_type}: {'; '.join(said)}")
        return marked
    surfaces.note(
        "period_changes",
        f"{crime_type}: no unit is compared ({located.why_not(crime_type, areas.iloc[:0])}); the force's figure counts"
        " all incidents, with and without a location",
    )
    return _count_everything(marked, surfaces.monthly[_surface_of(crime_type)], located, crime_type)


def _count_everything(
    changes: pd.DataFrame, monthly: pd.DataFrame, located: LocatedShares, crime_type: str
) -> pd.DataFrame:
    """The row of the force with all its incidents; their dispersion is that of the incidents with a location."""
    years, force = match_years(pd.DatetimeIndex(monthly.columns)), located.of_force(crime_type)
    totals = pd.DataFrame(
        {"before_count": [force["before_total"]], "after_count": [force["after_total"]]}, index=[WHOLE_FORCE]
    )
    phi = float(changes["dispersion"].iloc[0])
    counted = change_between_periods(
        totals, before_months=len(years[0]), after_months=len(years[1]), dispersion=phi
    ).drop(columns=["p_value", "change_class"])
    whole = changes["npu_code"] == WHOLE_FORCE
    changes.loc[whole, counted.columns] = counted.to_numpy()
    return changes.astype({"before_count": "int64", "after_count": "int64"})


def _surface_of(crime_type: str) -> Surface:
    return (MAIN_SURFACE[0], crime_type)
