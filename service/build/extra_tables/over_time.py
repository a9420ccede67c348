"""How surfaces move: hot and cold areas step by step, what they amount to, and a year against the year before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geo.evaluation.placebo_places import Places as PlaceboPlaces
from geo.evaluation.small_force import StepsApart, count_steps
from geo.evaluation.spread_table import judge_by_table, pack_sizes, tabulate_spreads
from geo.exceptions import InputRefused
from geo.measures.located_share import located_share_moved
from geo.measures.strands import counts_assessable
from geo.trends.emerging import EmergingRules, classify_emerging
from geo.trends.steps import add_up_steps, score_steps
from geo.trends.year_on_year import compare_years, match_years
from queries.loaders.incidents.crime_types import ANTI_SOCIAL_BEHAVIOUR
from service.build.analysis import ALL_CRIME, MAIN_SURFACE, Findings
from service.build.extra_tables.surfaces import WHOLE_FORCE, Surface, Surfaces
from service.settings.analysis import Statistics

if TYPE_CHECKING:
    from libpysal.graph import Graph

_MONTHS = {"month": 1, "quarter": 3}
NOT_COMPARABLE = "not comparable"


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
    """Hot and cold areas of every step; a strand with too few steps for a class falls back on months."""
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
    """Every step of every surface, one row an area that could be counted."""
    found = []
    for steps in scored:
        starts = steps.scored["period_start"]
        ends = {start: start + pd.DateOffset(months=_MONTHS[steps.step] - 1) for start in starts.unique()}
        frame = steps.scored.drop(columns=["period_start", "q_value"])
        frame = frame.assign(step=steps.step, step_start=starts, step_end=starts.map(ends))
        found.append(frame.assign(measure=steps.surface[0], crime_type=steps.surface[1]))
    return pd.concat(found, ignore_index=True)


def class_emerging(scored: list[Steps], surfaces: Surfaces, chosen: Statistics, *, alpha: float) -> pd.DataFrame:
    """What each area's steps amount to, on surfaces with enough of them."""
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
    areas: pd.DataFrame, surfaces: Surfaces, graph: Graph, shares: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The last twelve months against the twelve before: the force and each unit, all recorded crime and each type.

    Where the share of incidents with a location moved between the two years, the force's figure counts all incidents
    and units are not compared: their counts move with that share. `shares` is as
    :func:`geo.measures.located_share.located_shares` gives it.

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
            changes = _refuse_moved(changes, surfaces, surface[1], monthly, shares)
            found.append(changes.assign(crime_type=surface[1]))
    if left_out:
        surfaces.note("period_changes", f"Too few incidents to say how counts vary: {', '.join(left_out)}")
    changes_found = pd.concat(found, ignore_index=True)
    compared = int(changes_found["month_count"].iloc[0])
    surfaces.note("period_changes", f"{compared} of 12 calendar months are complete in both years")
    return changes_found, pd.concat(spreads, ignore_index=True)


def _compare_one(
    areas: pd.DataFrame, monthly: pd.DataFrame, packed: dict[int, PlaceboPlaces], steps: StepsApart
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One surface: every unit's change, and the spread of change by size of place."""
    unit_of = areas["npu_code"]
    units = monthly.groupby(unit_of).sum()
    force = pd.concat([monthly.sum().to_frame(WHOLE_FORCE).T, units])
    changes = compare_years(force, wobble=[monthly, units] if len(units) > 1 else [monthly])
    before, after = (monthly[list(months)].sum(axis=1) for months in match_years(pd.DatetimeIndex(monthly.columns)))
    phi = float(changes["dispersion"].iloc[0])
    spreads = tabulate_spreads(before, after, packed, steps, dispersion=phi)
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
    changes: pd.DataFrame, surfaces: Surfaces, crime_type: str, monthly: pd.DataFrame, shares: pd.DataFrame
) -> pd.DataFrame:
    """Mark units as not comparable where the located share moved between the two years, and say the two shares."""
    located = monthly.sum()
    everything = located + _unlocated(surfaces, shares, crime_type).reindex(located.index, fill_value=0)
    before, after = match_years(pd.DatetimeIndex(located.index))
    counts = [(int(located[year].sum()), int(everything[year].sum())) for year in (before, after)]
    if not located_share_moved(*counts):
        return changes
    without = [1 - found / total for found, total in counts]
    surfaces.note(
        "period_changes",
        f"{crime_type}: units are not comparable, because {without[0]:.0%} were without a location in the earlier year"
        f" and {without[1]:.0%} in the later one; the force's figure counts all",
    )
    of_force = compare_years(everything.to_frame(WHOLE_FORCE).T, wobble=[monthly])
    whole = changes["npu_code"] == WHOLE_FORCE
    counted = [str(name) for name in of_force if name in changes and name not in ("p_value", "change_class")]
    force = changes[whole].copy()
    force[counted] = of_force[counted].to_numpy()
    untested = [name for name in ("change_low", "change_high", "p_value") if name in changes]
    against = [str(name) for name in changes if str(name).startswith("against_")]
    units = changes[~whole].assign(change_class=NOT_COMPARABLE)
    for name in (*untested, *against):
        units[name] = float("nan")
    return pd.concat([force, units])[changes.columns.tolist()].sort_index()


def _unlocated(surfaces: Surfaces, shares: pd.DataFrame, crime_type: str) -> pd.Series:
    """Incidents of a surface without a location, by month; all recorded crime is the sum of its types."""
    recorded = {name for measure, name in surfaces.monthly if measure == MAIN_SURFACE[0]} - {ANTI_SOCIAL_BEHAVIOUR}
    of_it = shares["crime_type"].isin(recorded if crime_type == ALL_CRIME else [crime_type])
    return shares[of_it].groupby("month")["unlocated_count"].sum()
