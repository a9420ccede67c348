"""The verb that makes the generation before the current one again."""

from __future__ import annotations

from pathlib import Path

import typer

from service.cli.commands.verbs import on_workspace
from service.cli.output import Voice


def add_to(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command(epilog="Example: impact-areas rollback")(rollback)


@on_workspace
def rollback(voice: Voice, workspace: Path) -> None:
    """Go back to the generation before the current one."""
    from queries.workspace.generations import Workspace
    from service.build.redraw import redraw

    held = Workspace(workspace)
    before = held.current()
    now = held.roll_back()
    lines = [
        f"'{now}' is the current generation again; '{before}' is kept.",
        "Decisions are as they were.",
        redraw(workspace).line,
    ]
    voice.say(lines, {"generation": now, "before": before})
