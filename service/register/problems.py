"""Problems in designations, worked in four stages (SARA): scanning, analysis, response, assessment, then signed off.

The stages go round as often as it takes: what an assessment finds wanting goes back to analysis.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from geo.exceptions import NotAllowed, WrongUsage
from queries.catalogue.rows import did_you_mean, fetch
from queries.register.log import Event, RegisterLog
from queries.register.state import SIGNED_OFF, STAGES, WORKED, Problem, State, play
from queries.workspace.generations import Workspace
from service.register.clean_text import LONGEST_NAME, RegisterAnswer, clean_text
from service.register.designate import in_force, the_build


def add_problem(
    workspace: Path, designation: str, *, title: str, team: str, by: str, note: str, now: datetime
) -> RegisterAnswer:
    """Write down a problem; it begins at scanning.

    Parameters
    ----------
    workspace : Path
        Where something has been built.
    designation : str
        Id or name of a current designation.
    title, team, by, note : str
        The problem in a few words, the team that owns it, who writes it down, and what was seen.
    now : datetime
        The moment, UTC.

    Returns
    -------
    RegisterAnswer
        What was written, in words.

    Raises
    ------
    Refusal
        The designation is unknown or ended, or something is empty.
    """
    body = {
        "title": clean_text(title, option="--title", longest=LONGEST_NAME),
        "team": clean_text(team, option="--team", longest=LONGEST_NAME),
    }

    def decide(state: State) -> Event:
        one = in_force(state.designation(designation))
        problem_id = f"P{len(state.problems) + 1}"
        return {**body, "problem_id": problem_id, "designation_id": one.designation_id, "stage": STAGES[0]}

    return _note(workspace, "problem added", decide, by=by, note=note, now=now)


def advance_problem(
    workspace: Path, named: str, *, by: str, note: str, tried: str | None = None, to: str | None = None, now: datetime
) -> RegisterAnswer:
    """Bring a problem to the next stage, or to one that is named.

    Parameters
    ----------
    workspace : Path
        Where something has been built.
    named : str
        Id of the problem.
    by : str
        Who decides.
    note : str
        What was found or done.
    tried : str, optional
        What was tried.
    to : str, optional
        A stage; the next one where left out. An earlier one goes round again; the present one only adds the note.
    now : datetime
        The moment, UTC.

    Returns
    -------
    RegisterAnswer
        What was written, in words.

    Raises
    ------
    Refusal
        It is unknown or signed off, there is no such stage, or no next one.
    """
    if to is not None and to not in STAGES:
        raise WrongUsage(f"There is no stage '{to}'", f"{did_you_mean(to, STAGES)}Stages: {', '.join(STAGES)}")
    said = {"tried": clean_text(tried, option="--tried")} if tried is not None else {}

    def decide(state: State) -> Event:
        problem = _open(state.problem(named))
        return {**said, "problem_id": problem.problem_id, "stage": to or _next(problem)}

    return _note(workspace, "problem advanced", decide, by=by, note=note, now=now)


def sign_off_problem(workspace: Path, named: str, *, by: str, worked: str, note: str, now: datetime) -> RegisterAnswer:
    """Close a problem that has been assessed, and say whether what was tried worked.

    Parameters
    ----------
    workspace : Path
        Where something has been built.
    named : str
        Id of the problem.
    by : str
        Who decides.
    worked : str
        Whether what was tried worked: one of the four answers.
    note : str
        Why.
    now : datetime
        The moment, UTC.

    Returns
    -------
    RegisterAnswer
        What was written, in words.

    Raises
    ------
    Refusal
        It is unknown, signed off already or not assessed, or `worked` is not one of the four answers.
    """
    if worked not in WORKED:
        raise WrongUsage(
            f"--worked is '{worked}'", f"{did_you_mean(worked, WORKED)}Answer with one of: {', '.join(WORKED)}"
        )

    def decide(state: State) -> Event:
        problem = _open(state.problem(named))
        if problem.stage != STAGES[-1]:
            raise NotAllowed(
                f"{problem.problem_id} is at {problem.stage}: whether something worked is known after assessment",
                f"Advance it first: impact-areas problems advance {problem.problem_id} --to {STAGES[-1]}",
            )
        return {"problem_id": problem.problem_id, "stage": SIGNED_OFF, "worked": worked}

    return _note(workspace, "problem signed off", decide, by=by, note=note, now=now)


def _note(
    workspace: Path, event: str, decide: Callable[[State], Event], *, by: str, note: str, now: datetime
) -> RegisterAnswer:
    """Write one step, and say where the problem is then."""
    head = {
        "event": event,
        "at": now.isoformat(),
        "by": clean_text(by, option="--by", longest=LONGEST_NAME),
        "note": clean_text(note, option="--note"),
    }
    with Workspace(workspace).open_current(spatial=False) as con:
        head["generation"] = the_build(con).generation
    done = RegisterLog(workspace).append(lambda events: {**head, **decide(play(events))})
    with Workspace(workspace).open_current(spatial=False) as con:
        row = fetch(con, "FROM problems WHERE problem_id = $id", {"id": done["problem_id"]}).records()[0]
    return RegisterAnswer(
        (f"{row['problem_id']} '{row['title']}' ({row['designation_id']}) is at: {row['stage']}.",), row
    )


def _open(problem: Problem) -> Problem:
    if problem.stage == SIGNED_OFF:
        raise NotAllowed(
            f"{problem.problem_id} '{problem.title}' was signed off by {problem.steps[-1].by}",
            "Add a new problem if it has come back, and name this one in its note",
        )
    return problem


def _next(problem: Problem) -> str:
    following = dict(pairwise(STAGES))
    if problem.stage not in following:
        raise NotAllowed(
            f"{problem.problem_id} is at {problem.stage}, the last stage",
            f"Sign it off, or go round again: impact-areas problems advance {problem.problem_id} --to analysis",
        )
    return following[problem.stage]
