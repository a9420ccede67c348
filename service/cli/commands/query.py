"""Verbs that read what a build made: show, sql, queries."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from geo.exceptions import WrongUsage
from service.cli.commands.options import AnswerFormat, Limit, OutFile, Unit
from service.cli.commands.query_options import ARGUMENTS, NamedQueryCommand, complete_name
from service.cli.commands.verbs import on_workspace, with_voice
from service.cli.output import Voice

SHOWN = "ranking, candidates, influence, runs, rejects, sources, designations or problems."
Shown = Annotated[str, typer.Argument(metavar="TABLE", help=SHOWN, show_default=False)]
Sql = Annotated[
    str | None,
    typer.Argument(
        metavar="SQL",
        help="One statement that reads, or a file that ends in .sql; - takes it from standard input. "
        "Left out at a terminal, a shell opens.",
    ),
]
Seconds = Annotated[float, typer.Option("--seconds", min=1, max=3600, help="Time that one question may take.")]
Trusted = Annotated[
    bool, typer.Option("--trusted", help="Let the SQL read files of this machine, too. It still writes nothing.")
]
QueryName = Annotated[
    str, typer.Argument(metavar="NAME", help="Name of a query, as in the list.", autocompletion=complete_name)
]
Arguments = Annotated[list[str], typer.Option("--param", metavar="NAME=VALUE", help="A parameter; may be repeated.")]

queries = typer.Typer(
    help="Questions that planners ask, kept as SQL that can be read.",
    epilog="Example: impact-areas queries run why_ranked --area E01025672",
    rich_markup_mode=None,
)


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command line."""
    app.command(epilog="Example: impact-areas show ranking --npu BE --limit 10")(show)
    app.command(epilog='Example: impact-areas sql "SELECT npu_code, count(*) FROM areas GROUP BY 1" --format csv')(sql)
    queries.command("list", epilog="Example: impact-areas queries list")(list_queries)
    queries.command("show", epilog="Example: impact-areas queries show hotspots")(show_query)
    queries.command(
        "run", cls=NamedQueryCommand, epilog="Example: impact-areas queries run top_areas --strand harm --limit 10"
    )(run)
    app.add_typer(queries, name="queries")


@on_workspace
def show(
    voice: Voice,
    workspace: Path,
    table: Shown,
    npu: Unit = None,
    limit: Limit = None,
) -> None:
    """Show the ranking, candidates, run, sources or rows left out."""
    from service.actions.query import show_table

    query, result = show_table(workspace, table, npu=npu, limit=limit)
    voice.table(result, columns=query.columns, empty=query.empty)


@on_workspace
def sql(
    voice: Voice,
    workspace: Path,
    statement: Sql = None,
    form: AnswerFormat = None,
    out: OutFile = None,
    seconds: Seconds = 60,
    trusted: Trusted = False,
) -> None:
    """Ask the store in SQL; without any, in a shell. Nothing changes."""
    from service.actions.query import choose_format, read_statement
    from service.actions.typed_sql import run_sql, write_sql

    if statement is None and sys.stdin.isatty():
        from service.cli.sql_shell import open_shell

        open_shell(workspace, seconds=seconds, trusted=trusted)
        return
    chosen = choose_format(form, out=out, as_json=voice.as_json)
    text = sys.stdin.read() if statement in (None, "-") else read_statement(str(statement))
    if chosen == "table":
        voice.table(run_sql(workspace, text, seconds=seconds, trusted=trusted))
    else:
        _hand_over(voice, write_sql(workspace, text, form=chosen, seconds=seconds, trusted=trusted), out)


def _hand_over(voice: Voice, content: bytes, out: Path | None) -> None:
    """An answer for another program: to a file, or to standard output."""
    from service.actions.query import write_answer_file

    if out is None:
        sys.stdout.write(content.decode())
    else:
        write_answer_file(out, content)
        voice.note(f"Wrote {out}")


@with_voice
def list_queries(voice: Voice) -> None:
    """List the named queries and what each answers."""
    from queries.catalogue.catalogue import named_query, query_names

    found = {name: named_query(name).purpose for name in query_names()}
    widest = max(map(len, found))
    voice.say([f"{name:<{widest}}  {purpose}" for name, purpose in found.items()], found)


@with_voice
def show_query(voice: Voice, name: QueryName) -> None:
    """Show a named query: parameters, columns with units, SQL."""
    from dataclasses import asdict

    from queries.catalogue.catalogue import named_query

    query = named_query(name)
    voice.say([query.text.rstrip()], asdict(query))


@on_workspace
def run(
    voice: Voice,
    workspace: Path,
    ctx: typer.Context,
    name: QueryName,
    arguments: Arguments = [],  # noqa: B006 - typer reads the default and never keeps it
    form: AnswerFormat = None,
    out: OutFile = None,
) -> None:
    """Run a named query; 'run NAME --help' shows what it takes."""
    from service.actions.query import choose_format, run_query, write_query

    chosen = choose_format(form, out=out, as_json=voice.as_json)
    values = {**_pairs(arguments), **ctx.meta.get(ARGUMENTS, {})}
    if chosen == "table":
        query, result = run_query(workspace, name, values)
        voice.table(result, columns=query.columns, empty=query.empty)
    else:
        _hand_over(voice, write_query(workspace, name, values, form=chosen), out)


def _pairs(texts: list[str]) -> dict[str, str]:
    """``name=value`` as pairs."""
    for text in texts:
        if "=" not in text:
            raise WrongUsage(f"--param {text} gives no value", "Write it as in --param npu=BE")
    return dict(text.split("=", 1) for text in texts)
