"""Verbs on generations: go back to an earlier one, and remove them."""

from __future__ import annotations

from pathlib import Path

import typer

from service.cli.commands.verbs import on_workspace
from service.cli.output import Voice


def add_to(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command(epilog="Example: impact-areas rollback")(rollback)
    app.command(epilog="Example: impact-areas purge")(purge)


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


@on_workspace
def purge(voice: Voice, workspace: Path) -> None:
    """Remove every generation but the current one."""
    from queries.workspace.generations import Workspace
    from queries.workspace.retention import purge_generations

    held = Workspace(workspace)
    removed = purge_generations(held)
    count = len(removed.generations)
    lines = [
        f"Removed {count} earlier generation{'' if count == 1 else 's'}, {removed.size_bytes / 1e6:,.1f} MB.",
        f"'{held.current()}' is the current one, and there is none to go back to. Decisions are as they were.",
    ]
    voice.say(lines, {"removed": list(removed.generations), "size_bytes": removed.size_bytes})
