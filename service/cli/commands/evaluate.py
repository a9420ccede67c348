"""The verb that asks whether a place changed: evaluate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.cli.commands.verbs import on_workspace
from service.cli.output import Voice

Targets = Annotated[list[str], typer.Argument(metavar="CANDIDATE|AREA...", help="A candidate, or areas, or both.")]
Before = Annotated[str, typer.Option("--before", metavar="MONTHS", help="Window before, as 2020-11:2021-10.")]
After = Annotated[str, typer.Option("--after", metavar="MONTHS", help="Window after: the same calendar months.")]
ChosenBy = Annotated[
    str,
    typer.Option(
        "--chosen-by",
        metavar="RULE",
        help="high (picked because it was high, as candidates are) or any: placebo places are picked alike.",
    ),
]
Catchment = Annotated[
    int, typer.Option("--catchment", min=0, max=5, metavar="N", help="Areas within N steps are the catchment.")
]


def add_to(app: typer.Typer) -> None:
    """Add this verb to the command line."""
    example = "Example: impact-areas evaluate BE-1 --before 2024-07:2025-06 --after 2025-07:2026-06"
    app.command("evaluate", epilog=example)(evaluate)


@on_workspace
def evaluate(
    voice: Voice,
    workspace: Path,
    targets: Targets,
    before: Before,
    after: After,
    chosen_by: ChosenBy = "",
    catchment: Catchment = 1,
) -> None:
    """Compare a place before and after with its force.

    The change is judged by places where nothing was done. It says how far recorded crime and each type moved, what
    could have been detected, and whether crime moved next door. It does not say why.
    """
    from service.evaluation.evaluate import evaluate as ask

    answer = ask(workspace, targets, before=before, after=after, chosen_by=chosen_by, catchment_steps=catchment)
    voice.say(answer.lines(), answer.to_dict())
