"""The verb for fair trials: trial draw."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.cli.commands.verbs import on_workspace
from service.cli.output import Voice

Places = Annotated[list[str], typer.Argument(metavar="CANDIDATE...", help="Near-equal candidates, at least two.")]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="Seed of the draw; publish it before drawing.")]
Steps = Annotated[int, typer.Option("--steps", min=2, metavar="N", help="Groups that start one after the other.")]


def add_to(app: typer.Typer) -> None:
    """Add this verb to the command line."""
    trial = typer.Typer(help="Draw fairly which places start first.", no_args_is_help=True, rich_markup_mode=None)
    trial.command("draw", epilog="Example: impact-areas trial draw BE-1 BE-2 BW-1 BW-2 --seed 20261129")(draw)
    app.add_typer(trial, name="trial")


@on_workspace
def draw(
    voice: Voice,
    workspace: Path,
    places: Places,
    seed: Seed,
    steps: Steps = 2,
) -> None:
    """Draw the order in which candidates start.

    Whoever starts later is the comparison for whoever starts first.
    """
    from service.evaluation.trial import draw_trial

    drawn = draw_trial(workspace, places, seed=seed, steps=steps)
    voice.say(drawn.lines(), drawn.to_dict())
