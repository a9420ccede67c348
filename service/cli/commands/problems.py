"""Verbs of the problems worked on in designations (SARA)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from service.cli.commands.options import Unit
from service.cli.commands.verbs import on_register
from service.cli.output import Voice

Designation = Annotated[str, typer.Argument(metavar="DESIGNATION", help="Its id, as D1, or its name.")]
ProblemId = Annotated[str, typer.Argument(metavar="PROBLEM", help="Its id, as P1.")]
Title = Annotated[str, typer.Option("--title", metavar="TEXT", help="The problem in a few words.")]
Team = Annotated[str, typer.Option("--team", metavar="TEXT", help="Team that owns it.")]
By = Annotated[str, typer.Option("--by", metavar="TEXT", help="Who writes this down.")]
NoteText = Annotated[str, typer.Option("--note", metavar="TEXT", help="What was found or done.")]
Tried = Annotated[str | None, typer.Option("--tried", metavar="TEXT", help="What was tried.")]
ToStage = Annotated[
    str | None, typer.Option("--to", metavar="STAGE", help="scanning, analysis, response or assessment; else the next.")
]
Worked = Annotated[str, typer.Option("--worked", metavar="ANSWER", help="yes, partly, no or 'not known'.")]
Stage = Annotated[str | None, typer.Option("--stage", metavar="STAGE", help="Only this stage, or 'signed off'.")]
Only = Annotated[str | None, typer.Option("--designation", metavar="ID", help="Only this designation.")]
Counts = Annotated[bool, typer.Option("--counts", help="How many by unit and stage.")]

problems = typer.Typer(
    help="Problems in designations, from scanning to sign-off (SARA).",
    epilog="Example: impact-areas problems list --counts",
    rich_markup_mode=None,
)


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command line."""
    problems.command(
        "add",
        epilog="Example: impact-areas problems add D1 --title 'Burglary of sheds' --team 'Riverside NHT' --by 'Sgt Lee'"
        " --note 'Eleven in March, eight of them along the canal'",
    )(add)
    problems.command(
        "advance",
        epilog="Example: impact-areas problems advance P1 --by 'Sgt Lee' --note 'Lighting done in May'"
        " --tried 'Lights along the towpath'",
    )(advance)
    problems.command(
        "sign-off",
        epilog="Example: impact-areas problems sign-off P1 --by 'Insp Rao' --worked partly --note 'Fewer than"
        " last year, here and nearby'",
    )(sign_off)
    problems.command("list", epilog="Example: impact-areas problems list --stage response")(list_problems)
    app.add_typer(problems, name="problems")


@on_register
def add(
    voice: Voice,
    workspace: Path,
    now: datetime,
    designation: Designation,
    title: Title,
    team: Team,
    by: By,
    note: NoteText,
) -> None:
    """Write down a problem in a designation; it begins at scanning."""
    from service.register.problems import add_problem

    done = add_problem(workspace, designation, title=title, team=team, by=by, note=note, now=now)
    voice.say(done.lines, done.content)


@on_register
def advance(
    voice: Voice,
    workspace: Path,
    now: datetime,
    problem: ProblemId,
    by: By,
    note: NoteText,
    tried: Tried = None,
    to: ToStage = None,
) -> None:
    """Bring a problem to the next stage, or back to one named."""
    from service.register.problems import advance_problem

    done = advance_problem(workspace, problem, by=by, note=note, tried=tried, to=to, now=now)
    voice.say(done.lines, done.content)


@on_register
def sign_off(
    voice: Voice, workspace: Path, now: datetime, problem: ProblemId, by: By, worked: Worked, note: NoteText
) -> None:
    """Close an assessed problem, and say whether it worked."""
    from service.register.problems import sign_off_problem

    done = sign_off_problem(workspace, problem, by=by, worked=worked, note=note, now=now)
    voice.say(done.lines, done.content)


@on_register
def list_problems(
    voice: Voice,
    workspace: Path,
    now: datetime,
    npu: Unit = None,
    designation: Only = None,
    stage: Stage = None,
    counts: Counts = False,
) -> None:
    """List problems, or count them by unit and stage."""
    from service.register.details import show_register

    narrowed = {"npu": npu, "designation": designation, "stage": stage}
    name, given = ("problem_counts", {}) if counts else ("problems", narrowed)
    query, result = show_register(workspace, name, given, today=now.date())
    voice.table(result, columns=query.columns, empty=query.empty)
