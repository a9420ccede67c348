"""The command ``impact-areas``: collects the verbs, and turns errors into two sentences and an exit code.

Nothing heavy is imported before a verb runs, so that ``--help`` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from geo.exceptions import WrongUsage
from service.cli.commands import access, generations, problems, register, trial
from service.cli.commands import build as making
from service.cli.commands import evaluate as evaluating
from service.cli.commands import export as sharing
from service.cli.commands import query as reading
from service.cli.commands import what_if as asking
from service.cli.output import print_fault
from service.errors import DONE, INTERRUPTED, foreseen

NAME = "impact-areas"
DUCKDB_INTERRUPTED = "Query interrupted"  # what DuckDB says of a Ctrl-C, as a RuntimeError

app = typer.Typer(
    name=NAME,
    help="Ranks a police force's small areas by need and proposes Impact Areas; a person designates.",
    epilog="Example: impact-areas demo",
    rich_markup_mode=None,
)
for verbs in (making, reading, asking, evaluating, trial, register, problems, sharing, generations, access):
    verbs.add_to(app)


def _print_version(show_version: bool) -> None:
    if show_version:
        from importlib import metadata

        try:
            version = metadata.version(NAME)
        except metadata.PackageNotFoundError:
            version = "(run from its source, not installed)"
        print(NAME, version)
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def run(args: Sequence[str]) -> int:
    """Run one command; return its exit code."""
    debug, as_json = "--debug" in args, "--json" in args
    try:
        code = app(list(args) or ["--help"], prog_name=NAME, standalone_mode=False) or DONE
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has read enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except typer.TyperException as fault:
        return print_fault(_missing(fault, args) or _usage(fault), as_json=as_json, debug=debug)
    except Exception as fault:
        if str(fault) != DUCKDB_INTERRUPTED:
            return print_fault(foreseen(fault) or fault, as_json=as_json, debug=debug)
        code = INTERRUPTED
    if code == INTERRUPTED:
        print("\nStopped. The current results are unchanged.", file=sys.stderr)
    return code


def _usage(fault: typer.TyperException) -> WrongUsage:
    """Turn an error of the command line into two sentences, with the nearest name if one is close."""
    said = fault.format_message().replace("(Possible options: ", "Did you mean ")
    problem, _, nearest = said.partition("Did you mean ")
    command = getattr(getattr(fault, "ctx", None), "command_path", NAME)
    hint = f"Did you mean {nearest.rstrip('?)')}? " if nearest else ""
    return WrongUsage(problem.strip(), f"{hint}'{command} --help' shows what it takes")


def _missing(fault: typer.TyperException, args: Sequence[str]) -> WrongUsage | None:
    """Name every option and argument that is missing; nothing for other errors."""
    context = getattr(fault, "ctx", None)
    if type(fault).__name__ != "MissingParameter" or context is None:
        return None
    words = context.command_path.split()[1:]
    given, _, _ = context.command.make_parser(context).parse_args(list(args)[len(words) :])
    needed = [one for one in context.command.params if one.required and not given.get(one.name)]
    if len(needed) < 2:
        return None
    options = [one.opts[0] if one.opts[0].startswith("-") else one.make_metavar(context) for one in needed]
    return WrongUsage(
        f"Missing: {', '.join(options)}", f"'{context.command_path} --help' shows what each is, with an example"
    )


def main() -> None:
    """Entry of the installed command."""
    for stream in (sys.stdout, sys.stderr):
        if not stream.isatty() and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    code = run(sys.argv[1:])
    sys.exit(code)


if __name__ == "__main__":
    main()
