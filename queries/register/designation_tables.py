"""What the register's tables say of designations, worked out from the register and a build.

Imported only where somebody has designated: it needs frames, and a question on a workspace without decisions does not.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from geo.areas.recode_areas import follow_areas, say_what_moved
from geo.candidates.designation_rules import Standing, builds_below, judge_designation, measure_standings
from queries.register.builds import Build, read_build, read_earlier_builds
from queries.register.place_names import shadow_candidates
from queries.register.problem_rows import problem_event_rows, problem_rows
from queries.register.state import Designation, State


def fill_register_tables(con: duckdb.DuckDBPyConnection, state: State, root: Path, *, today: date | None) -> None:
    """Put designations and problems into the register's tables, and name places after them; nothing without a run.

    Parameters
    ----------
    con : DuckDBPyConnection
        A generation with the tables, empty.
    state : State
        What is current after the last decision.
    root : Path
        The workspace.
    today : date, optional
        Day to compare review dates with; the day of the run where left out.
    """
    build = read_build(con)
    if build is None:
        return
    members = follow_designations(state, build)
    facts = designation_rows(state, build, members, root / "generations", today=today or build.built_on)
    units = {row["designation_id"]: row["npu_code"] for row in facts}
    _fill(con, "designation_areas", [{str(name): row[name] for name in row} for row in members.to_dict("records")])
    _fill(con, "designation_events", _event_rows(state))
    _fill(con, "designations", facts)
    _fill(con, "problems", problem_rows(state, units))
    _fill(con, "problem_events", problem_event_rows(state))
    shadow_candidates(con, _current_areas(state, members))


def _current_areas(state: State, members: pd.DataFrame) -> dict[str, frozenset[str]]:
    """Areas of each designation that has not ended, those of this generation, by its name in the order of decisions."""
    here = members[members["in_generation"]].groupby("designation_id")["area_code"].agg(frozenset)
    return {
        one.name: here.get(one.designation_id, frozenset()) for one in state.designations.values() if one.ended is None
    }


def follow_designations(state: State, build: Build) -> pd.DataFrame:
    """Return the rows of ``designation_areas`` for one build."""
    parts = []
    known = frozenset(build.areas.index)
    for one in state.designations.values():
        followed = follow_areas(one.area_codes, known=known, changes=build.code_changes)
        names = dict(zip(one.area_codes, one.area_names, strict=True))
        followed["recorded_name"] = followed["recorded_code"].map(names)
        parts.append(followed.drop_duplicates("area_code").assign(designation_id=one.designation_id))
    return pd.concat(parts, ignore_index=True)


def designation_rows(
    state: State, build: Build, members: pd.DataFrame, generations: Path, *, today: date
) -> list[dict[str, object]]:
    """Return the rows of ``designations``."""
    standings = measure_standings(build.ranking, members)
    earlier = _earlier_standings(state, build, standings, generations)
    return [
        _designation_row(
            one,
            build,
            members[members["designation_id"] == one.designation_id],
            score=float(standings["need_score"].get(one.designation_id, math.nan)),
            standings=[
                float(held["standing"].get(one.designation_id, math.nan))
                for period_end, held in [*earlier, (build.period_end, standings)]
                if period_end > (one.last.period_end or date.min)
            ],
            now=float(standings["standing"].get(one.designation_id, math.nan)),
            today=today,
        )
        for one in state.designations.values()
    ]


def _earlier_standings(
    state: State, build: Build, standings: pd.DataFrame, generations: Path
) -> list[tuple[date, pd.DataFrame]]:
    """Read standings in earlier builds, only if a designation is low now."""
    low = [
        one.last.period_end or date.min
        for one in state.designations.values()
        if not one.ended and standings["standing"].get(one.designation_id, math.nan) < build.rules.leaves_below
    ]
    if not low:
        return []
    return [
        (earlier.period_end, measure_standings(earlier.ranking, follow_designations(state, earlier)))
        for earlier in read_earlier_builds(generations, before=build, after=min(low))
    ]


def _designation_row(
    one: Designation,
    build: Build,
    members: pd.DataFrame,
    *,
    score: float,
    standings: Sequence[float],
    now: float,
    today: date,
) -> dict[str, object]:
    here = build.areas.reindex(members.loc[members["in_generation"], "area_code"])
    units = here["npu_code"].dropna().mode()
    known = Standing(
        standings=standings,
        now=now,
        area_count=len(here),
        proposed_area_count=int(here["candidate_id"].notna().sum()),
        lost_area_count=int((~members["in_generation"]).sum()),
        review_date=one.review_date,
        ended=one.ended is not None,
    )
    status, why = judge_designation(known, rules=build.rules, today=today)
    assessed = not math.isnan(now)
    return {
        "designation_id": one.designation_id,
        "name": one.name,
        "npu_code": units.iloc[0] if len(units) else None,
        "status": status,
        "status_reason": why,
        "since": one.since,
        "review_date": one.review_date,
        "designated_by": one.first.by,
        "reason": one.first.reason,
        "generation": one.first.generation,
        "area_vintage": one.area_vintage,
        "source": one.source,
        "last_decision": one.last.event,
        "last_decided_on": one.last.day,
        "last_decided_by": one.last.by,
        "last_reason": one.last.reason,
        "ended_on": one.ended.day if one.ended else None,
        "area_count": known.area_count,
        "population": float(here["population"].sum()),
        "need_score": score if assessed else None,
        "standing": now if assessed else None,
        "meets_entry": now >= build.rules.enters_above if assessed else None,
        "builds_below": builds_below(standings, build.rules),
        "core_area_count": int(here["robust_core"].eq(True).sum()) if "robust_core" in here else None,
        "proposed_area_count": known.proposed_area_count,
        "lost_area_count": known.lost_area_count,
        "what_moved": say_what_moved(members),
        "assessed_on": today,
    }


def _event_rows(state: State) -> list[dict[str, object]]:
    """Return the rows of ``designation_events``."""
    rows: list[dict[str, object]] = [
        {
            "event_number": decision.number,
            "happened_at": decision.at.replace(tzinfo=None),
            "event": decision.event,
            "designation_id": one.designation_id,
            "decided_by": decision.by,
            "reason": decision.reason,
            "review_date": decision.review_date,
            "areas_changed": decision.areas_changed,
            "generation": decision.generation,
        }
        for one in state.designations.values()
        for decision in one.decisions
    ]
    return sorted(rows, key=lambda row: int(str(row["event_number"])))


def _fill(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[dict[str, object]]) -> None:
    """Put rows into a table by the names of its columns."""
    if not rows:
        return
    names = list(rows[0])
    marks = ", ".join("?" for _ in names)
    con.executemany(
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", [[row[name] for name in names] for row in rows]
    )
