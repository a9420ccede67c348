"""The rows of ``problems`` and ``problem_events``."""

from __future__ import annotations

from collections.abc import Mapping

from queries.register.state import SIGNED_OFF, Problem, State


def problem_rows(state: State, units: Mapping[object, object]) -> list[dict[str, object]]:
    """Return the rows of ``problems``; `units` gives the NPU of each designation."""
    return [_problem_row(problem, units.get(problem.designation_id)) for problem in state.problems.values()]


def _problem_row(problem: Problem, npu_code: object) -> dict[str, object]:
    last = problem.steps[-1]
    signed_off = last if problem.stage == SIGNED_OFF else None
    earlier = [step.stage for step in problem.steps]
    first_of_stage = len(earlier)
    while first_of_stage > 1 and earlier[first_of_stage - 2] == problem.stage:
        first_of_stage -= 1
    return {
        "problem_id": problem.problem_id,
        "designation_id": problem.designation_id,
        "npu_code": npu_code,
        "title": problem.title,
        "team_name": problem.team,
        "stage": problem.stage,
        "opened_on": problem.steps[0].at.date(),
        "stage_since": problem.steps[first_of_stage - 1].at.date(),
        "signed_off_on": signed_off.at.date() if signed_off else None,
        "signed_off_by": signed_off.by if signed_off else None,
        "tried": "; ".join(step.tried for step in problem.steps if step.tried),
        "worked": last.worked,
        "last_note": last.note,
    }


def problem_event_rows(state: State) -> list[dict[str, object]]:
    """Return the rows of ``problem_events``."""
    rows: list[dict[str, object]] = [
        {
            "event_number": step.number,
            "happened_at": step.at.replace(tzinfo=None),
            "problem_id": problem.problem_id,
            "stage": step.stage,
            "noted_by": step.by,
            "note": step.note,
            "tried": step.tried,
            "worked": step.worked,
            "generation": step.generation,
        }
        for problem in state.problems.values()
        for step in problem.steps
    ]
    return sorted(rows, key=lambda row: int(str(row["event_number"])))
