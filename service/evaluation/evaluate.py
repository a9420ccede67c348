"""Evaluate a place of the current generation: before and after, judged by placebo places."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from libpysal.graph import Graph

from geo.evaluation.before_after import CAUTIONS, pair_complete_months
from geo.evaluation.evaluate_place import ANY, HIGH, PlaceEvaluation, evaluate_place
from geo.exceptions import InputRefused, NothingFound, WrongUsage
from geo.measures.located_share import compare_located_shares, find_moved
from geo.trends.steps import count_by_month
from queries.store.connection import read_frame
from queries.workspace.generations import Workspace
from service.register.targets import find_targets
from service.settings.analysis import LocatedShare

ALL_CRIME = "All recorded crime"


@dataclass(frozen=True)
class EvaluationReport:
    """An evaluation, with the question it answers."""

    name: str
    area_codes: tuple[str, ...]
    before: pd.DatetimeIndex
    after: pd.DatetimeIndex
    months_left_out: int
    located_before: float
    located_after: float
    not_comparable: dict[str, str]
    result: PlaceEvaluation

    def headline(self) -> str:
        """The first sentence, in plain words."""
        row = self.result.by_type.iloc[0]
        moved = _moved_words(row["effect_ratio"], row["effect_low"], row["effect_high"])
        if row["change_class"] == "no change detected":
            return (
                f"No change detected in {self.name}: recorded crime {moved}. A fall of "
                f"{row['least_detectable_fall']:.0%} would have been detected 4 times out of 5."
            )
        return f"Recorded crime in {self.name} {moved}: further than places of this force move when nothing is done."

    def lines(self) -> list[str]:
        """The report in plain words."""
        result, row = self.result, self.result.by_type.iloc[0]
        gaps = self.months_left_out
        left_out = f" ({gaps} incomplete months and their partners left out)" if gaps else ""
        lines = [
            self.headline(),
            f"{_window(self.before)} against {_window(self.after)}{left_out}; {len(self.area_codes)} areas against the "
            "rest of the force without the areas around them.",
            f"Judged by placebo places that count as {row['effective_count']:.0f} separate ones ({row['inference']}).",
        ]
        if result.chosen_by == HIGH:
            change = _change(row["expected_ratio"] - 1)
            lines.append(f"Places picked for being high {change} against the force without action; that is taken out.")
        if not np.isnan(self.located_before):
            shares = f"{self.located_before:.1%} before, {self.located_after:.1%} after"
            lines.append(f"Recorded crimes with a location: {shares}.")
        lines += [_type_line(str(name), one) for name, one in result.by_type.iterrows()]
        lines += [f"  {name}: {why}" for name, why in self.not_comparable.items()]
        lines += self._around()
        if len(result.by_month):
            last = float(result.by_month["evidence"].iloc[-1])
            months = len(result.by_month)
            lines.append(f"Monthly looks: evidence {last:.1f} after {months} months; 20 would allow stopping early.")
        return lines + [f"Caution: {caution}" for caution in CAUTIONS]

    def _around(self) -> list[str]:
        result = self.result
        if result.catchment is None:
            return ["No area lies around it, so displacement cannot be looked for."]
        one, wdd = result.catchment, result.displacement
        quotient = "" if np.isnan(result.quotient) else f" WDQ {result.quotient:.2f}."
        return [
            f"Around it: {_moved_words(one.effect_ratio, one.effect_low, one.effect_high)} ({one.change_class}). "
            f"At most {result.hidden_displacement:,.0f} incidents may have moved there unseen.",
            f"Weighted displacement difference {wdd.estimate:,.0f} incidents ({wdd.low:,.0f} to {wdd.high:,.0f} by the "
            f"dispersion of counts alone, a lower bound).{quotient}",
        ]

    def to_dict(self) -> dict[str, object]:
        """The same, for JSON."""
        result = self.result
        by_month = result.by_month.assign(month=result.by_month["month"].astype(str))
        return {
            "name": self.name,
            "headline": self.headline(),
            "area_codes": list(self.area_codes),
            "before": [f"{month:%Y-%m}" for month in self.before],
            "after": [f"{month:%Y-%m}" for month in self.after],
            "located_share": [self.located_before, self.located_after],
            "not_comparable": self.not_comparable,
            "chosen_by": result.chosen_by,
            "by_type": json.loads(result.by_type.reset_index().to_json(orient="records")),
            "by_month": json.loads(by_month.to_json(orient="records")),
            "catchment": None if result.catchment is None else asdict(result.catchment),
            "displacement": asdict(result.displacement),
            "hidden_displacement": result.hidden_displacement,
            "cautions": list(CAUTIONS),
        }


def evaluate(
    workspace: Path, targets: Sequence[str], *, before: str, after: str, chosen_by: str = "", catchment_steps: int = 1
) -> EvaluationReport:
    """Evaluate candidates or areas of the current generation.

    Parameters
    ----------
    workspace : Path
        Where something has been built.
    targets : sequence of str
        A candidate, or areas, or both.
    before, after : str
        Windows, as 2020-11:2021-10.
    chosen_by : str
        'high' or 'any'; left out, 'high' for candidates and 'any' for areas.
    catchment_steps : int
        Areas within so many steps are the catchment.

    Raises
    ------
    Refusal
        A window cannot be read, has other calendar months than the other or no complete one, the share of incidents
        with a location moved between them, or a place is not known.
    """
    windows = [read_window(text, option) for text, option in ((before, "--before"), (after, "--after"))]
    with Workspace(workspace).open_current(spatial=False) as con:
        found = find_targets(con, targets)
        complete = _complete_months(con)
        paired = pair_complete_months(windows[0], windows[1], complete)
        moves = _compare_locations(con, *paired)
        districts = _districts(con, found.area_codes)
        located = _check_location(moves, districts)
        tables, graph = _read_tables(con), _read_graph(con)
    not_comparable = {name: why for name in tables if (why := find_moved(moves, name, districts))}
    tables = {name: table for name, table in tables.items() if name not in not_comparable}
    rule = chosen_by or (HIGH if found.source else ANY)
    if rule not in (ANY, HIGH):
        raise WrongUsage(f"'{rule}' is not a way to choose", f"Use {HIGH} or {ANY}")
    inside = pd.Index(found.area_codes, name="area_code")
    result = evaluate_place(
        tables, inside, graph, before=paired[0], after=paired[1], catchment_steps=catchment_steps, chosen_by=rule
    )
    name = found.source.removeprefix("candidate ") or f"{len(inside)} areas"
    return EvaluationReport(
        name, found.area_codes, *paired, len(windows[0]) - len(paired[0]), *located, not_comparable, result
    )


def read_window(text: str, option: str) -> pd.DatetimeIndex:
    """Read the months of a window such as 2020-11:2021-10, both ends included.

    Raises
    ------
    WrongUsage
        It is not two months in order.
    """
    first, _, last = text.partition(":")
    try:
        months = pd.date_range(pd.to_datetime(first, format="%Y-%m"), pd.to_datetime(last, format="%Y-%m"), freq="MS")
    except ValueError:
        months = pd.DatetimeIndex([])
    if months.empty:
        raise WrongUsage(f"{option} '{text}' is not a window of months", "Write it as 2020-11:2021-10")
    return months


def _complete_months(con: duckdb.DuckDBPyConnection) -> pd.DatetimeIndex:
    sql = "SELECT month FROM month_coverage GROUP BY month HAVING bool_and(complete) ORDER BY month"
    return pd.DatetimeIndex(read_frame(con, sql)["month"])


def _compare_locations(
    con: duckdb.DuckDBPyConnection, before: pd.DatetimeIndex, after: pd.DatetimeIndex
) -> pd.DataFrame:
    """Whether the share of incidents with a location moved between the windows, by type and for all recorded crime."""
    shares = read_frame(con, "FROM located_share")
    crimes = read_frame(con, "SELECT crime_type FROM crime_types WHERE kind = 'crime'")["crime_type"]
    groups = {ALL_CRIME: crimes} | {name: [name] for name in sorted(set(shares["crime_type"]))}
    (parameters,) = read_frame(con, "SELECT parameters FROM runs")["parameters"]
    rule = LocatedShare(**json.loads(parameters).get("located_share", {})).rule()
    return compare_located_shares(shares, before, after, groups, rule=rule)


def _districts(con: duckdb.DuckDBPyConnection, area_codes: Sequence[str]) -> list[str]:
    sql = (
        "SELECT DISTINCT district_code FROM areas WHERE list_contains($codes, area_code) AND district_code IS NOT NULL"
    )
    return sorted(row[0] for row in con.execute(sql, {"codes": list(area_codes)}).fetchall())


def _check_location(moves: pd.DataFrame, districts: Sequence[str]) -> tuple[float, float]:
    """Shares of recorded crimes with a location in the two windows; refuses windows that do not compare."""
    force = moves[(moves["crime_type"] == ALL_CRIME) & moves["district_code"].isna()].iloc[0]
    why_not = find_moved(moves, ALL_CRIME, districts)
    if why_not:
        moved = _change(force["after_total"] / force["before_total"] - 1).replace("were", "was")
        raise InputRefused(
            f"Recorded crime of places is {why_not}. In the whole force, with and without a location, it {moved}",
            "Choose windows in which the same share has a location: else a change in location passes for one in crime",
        )
    return 1 - float(force["without_before"]), 1 - float(force["without_after"])


def _read_tables(con: duckdb.DuckDBPyConnection) -> dict[str, pd.DataFrame]:
    """All recorded crime, then each recorded type: areas down, months across."""
    counts = read_frame(
        con,
        """SELECT area_code, month, crime_type, incident_count FROM area_months JOIN crime_types USING (crime_type)
        WHERE kind <> 'call' ORDER BY ALL""",
    )
    codes = pd.Index(read_frame(con, "SELECT area_code FROM areas ORDER BY 1")["area_code"], name="area_code")
    crimes = set(read_frame(con, "SELECT crime_type FROM crime_types WHERE kind = 'crime'")["crime_type"])
    months = pd.DatetimeIndex(sorted(counts["month"].unique()))
    by_type = count_by_month(counts, area_codes=codes, months=months)
    parts = [table for name, table in by_type.items() if name in crimes]
    if not parts:
        raise NothingFound("This generation has no recorded crime by month", "Build again with incidents")
    everything = sum(parts[1:], start=parts[0])
    enough = {name: table for name, table in by_type.items() if table.to_numpy().sum() >= len(codes)}
    return {ALL_CRIME: everything} | enough


def _read_graph(con: duckdb.DuckDBPyConnection) -> Graph:
    codes = read_frame(con, "SELECT area_code FROM areas ORDER BY 1")["area_code"].to_numpy()
    pairs = read_frame(con, "SELECT area_code, neighbour_code FROM area_neighbours ORDER BY ALL")
    alone = np.setdiff1d(codes, pairs["area_code"])
    area = np.append(pairs["area_code"].to_numpy(), alone)
    neighbour = np.append(pairs["neighbour_code"].to_numpy(), alone)
    order = np.argsort(area, kind="stable")
    return Graph.from_arrays(area[order], neighbour[order], (area != neighbour).astype(float)[order])


def _window(months: pd.DatetimeIndex) -> str:
    return f"{months[0]:%B %Y} to {months[-1]:%B %Y}"


def _change(share: float) -> str:
    if abs(share) < 0.005:
        return "were unchanged"
    return f"{'rose' if share > 0 else 'fell'} by {abs(share):.0%}"


def _moved_words(effect: float, low: float, high: float) -> str:
    word = "fell" if effect < 1 else "rose"
    return f"{word} by {abs(effect - 1):.0%} against the force (likely between {low - 1:+.0%} and {high - 1:+.0%})"


def _type_line(name: str, row: pd.Series) -> str:
    effect = f"{row['effect_ratio'] - 1:+.0%} ({row['effect_low'] - 1:+.0%} to {row['effect_high'] - 1:+.0%})"
    place, rest = (f"{row[column]:+.0%}" for column in ("place_change", "comparison_change"))
    counts = f"{row['place_before']:,.0f} to {row['place_after']:,.0f}"
    return f"  {name}: {counts}, {place}; rest of the force {rest}; against it {effect}: {row['change_class']}"
