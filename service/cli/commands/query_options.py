"""Give ``queries run NAME`` the parameters of each query as options, with help and completion.

The command line is put together before it is known which query is asked for, so this command looks for the name among
its arguments and then takes that query's options too. Nothing heavy is imported until a name is given.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperOption

if TYPE_CHECKING:
    from queries.catalogue.catalogue import NamedQuery
    from queries.catalogue.parameters import Parameter

ARGUMENTS = "service.cli.commands.given"
_QUERY = "service.cli.commands.query"
_PREFIX = "given_"  # a parameter may be called 'from', which Python keeps for itself


class NamedQueryCommand(TyperCommand):
    """A command whose options are those of the query that it is asked to run."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Add the options of the query named among the arguments, then parse."""
        from queries.catalogue.catalogue import named_query, query_names

        name = next((arg for arg in args if arg in query_names()), None)
        if name is None and args and not args[0].startswith("-") and not ctx.resilient_parsing:
            name = args[0]  # refused as a name, before its options are refused one by one
        if name is not None:
            ctx.meta[_QUERY] = named_query(name)
        return super().parse_args(ctx, args)

    def get_params(self, ctx: Any) -> list[Any]:
        """The command's own parameters, and the query's."""
        query = ctx.meta.get(_QUERY)
        own = super().get_params(ctx)
        return own if query is None else [own[0], *options_of(query), *own[1:]]

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """What the query answers, and what its columns are."""
        query = ctx.meta.get(_QUERY)
        if query is None:
            super().format_help_text(ctx, formatter)
            return
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(query.purpose)
        with formatter.section("Columns"):
            formatter.write_dl([(_title_words(column), column.meaning) for column in query.columns])

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """The query's own example."""
        query = ctx.meta.get(_QUERY)
        if query is None:
            super().format_epilog(ctx, formatter)
            return
        formatter.write_paragraph()
        formatter.write(f"Example: {query.example}\n")


def options_of(query: NamedQuery) -> list[TyperOption]:
    """One option a parameter; what is given goes into ``ctx.meta`` as text, for the query itself to read."""
    made = [one for one in _options_made_by_typer(query) if one.name != "help"]
    for option in made:
        option.expose_value = False
        option.callback = _note_argument
    return made


def complete_name(incomplete: str) -> Iterator[tuple[str, str]]:
    """Names of queries that begin so, for a shell."""
    from queries.catalogue.catalogue import named_query, query_names

    return ((name, named_query(name).purpose) for name in query_names() if name.startswith(incomplete))


def _title_words(column: Any) -> str:
    return f"{column.name} ({column.unit})" if column.unit else column.name


def _note_argument(ctx: Any, option: Any, value: str | None) -> str | None:
    if value is not None:
        ctx.meta.setdefault(ARGUMENTS, {})[option.name.removeprefix(_PREFIX)] = value
    return value


def _options_made_by_typer(query: NamedQuery) -> list[TyperOption]:
    """Let typer make the options, from a function that has the query's parameters."""

    def take(**given: str) -> None:
        pass

    options = {f"{_PREFIX}{parameter.name}": _option(parameter) for parameter in query.parameters}
    take.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=one) for name, one in options.items()]
    )
    take.__annotations__ = dict.fromkeys(options, str)
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command()(take)
    return list(typer.main.get_command(app).params)  # type: ignore[arg-type]


def _option(parameter: Parameter) -> Any:
    allowed = parameter.allowed
    told = [allowed] if allowed else []
    if parameter.default != "null":
        told.append(f"default {parameter.default}")
    help_text = f"{parameter.meaning[0].upper()}{parameter.meaning[1:]}" + (f" [{'; '.join(told)}]" if told else "")
    return typer.Option(
        None,
        parameter.option,
        metavar=parameter.shape,
        help=help_text,
        show_default=False,
        autocompletion=lambda: parameter.choices,
    )
