"""Writes ``docs/reference/commands.md``: every command with its arguments and options, from the command line itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from service.cli.main import NAME, app

TARGET = Path(__file__).parent.parent / "docs" / "reference" / "commands.md"
HEAD = """# Commands

Written by `python -m docs_build` from the command line itself; `impact-areas COMMAND --help` says the same.
[The command line by task](../how-to/command-line.md) shows them at work and explains formats and exit codes.
"""
EVERYWHERE = {"--json", "--quiet", "--debug", "--help"}
SAID_ONCE = (
    "Every command also takes `--json` (the result as JSON), `--quiet` (the result only), `--debug` and `--help`.\n"
)


def describe_commands() -> str:
    """The page as Markdown."""
    found = list(commands(get_command(app)))
    parts = [HEAD, SAID_ONCE, "| command | what it does |", "|---|---|"]
    parts += [f"| [{name}](#{name.replace(' ', '-')}) | {one_line(command.help)} |" for name, command in found]
    for name, command in found:
        parts += describe_command(name, command)
    return "\n".join(parts) + "\n"


def commands(group: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """Every command below a group, by its full name."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{above}{name} ")
        else:
            yield above + name, command


def describe_command(name: str, command: Any) -> list[str]:
    """The section of one command."""
    context = command.context_class(command, info_name=name)
    usage = " ".join([NAME, name, *command.collect_usage_pieces(context)])
    parts = ["", f"## {name}", "", one_line(command.help), "", f"Usage: `{usage}`", ""]
    records = [one.get_help_record(context) for one in command.params if not EVERYWHERE & set(one.opts)]
    rows = [f"| `{name.strip()}` | {one_line(meaning)} |" for name, meaning in filter(None, records)]
    if rows:
        parts += ["| argument or option | meaning |", "|---|---|", *rows, ""]
    if command.epilog:
        parts += ["```sh", one_line(command.epilog).removeprefix("Example: "), "```"]
    return parts


def one_line(text: str) -> str:
    """Text without its line breaks."""
    return " ".join((text or "").split()).replace("|", "\\|")
