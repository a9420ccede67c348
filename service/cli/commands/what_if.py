"""The verb that asks what another choice would cost: what-if."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.cli.commands.verbs import on_workspace
from service.cli.output import Voice

OneUnit = Annotated[str, typer.Option("--npu", metavar="CODE", help="The unit.")]
Include = Annotated[list[str], typer.Option("--include", metavar="AREA", help="An area that must be in; repeatable.")]
Exclude = Annotated[list[str], typer.Option("--exclude", metavar="AREA", help="An area that must be out; repeatable.")]
MaxAreas = Annotated[int | None, typer.Option("--max-areas", min=1, metavar="N", help="Areas at most.")]
MaxResidents = Annotated[int | None, typer.Option("--max-residents", min=1, metavar="N", help="Residents at most.")]


def add_to(app: typer.Typer) -> None:
    """Add this verb to the command line."""
    app.command("what-if", epilog="Example: impact-areas what-if --npu BE --exclude S01000029 --max-areas 8")(what_if)


@on_workspace
def what_if(
    voice: Voice,
    workspace: Path,
    npu: OneUnit,
    include: Include = [],  # noqa: B006
    exclude: Exclude = [],  # noqa: B006
    max_areas: MaxAreas = None,
    max_residents: MaxResidents = None,
) -> None:
    """Ask what other areas or other limits would cost a place.

    Areas are forced in or out, caps changed; the best place that remains is named, with what it costs.
    """
    from service.actions.what_if import Conditions, ask_what_if

    answer = ask_what_if(workspace, npu, Conditions(include, exclude, max_areas, max_residents))
    voice.say(answer.lines(), answer.to_dict())
