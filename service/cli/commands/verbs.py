"""Shared options of verbs, written once."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import update_wrapper
from pathlib import Path
from typing import Any, get_type_hints

from service.cli.commands.options import DEFAULT_WORKSPACE, AsJson, Debug, Quiet, WorkspaceFolder
from service.cli.output import Voice

_WORKSPACE = {"workspace": (WorkspaceFolder, DEFAULT_WORKSPACE)}
_VOICE = {"as_json": (AsJson, False), "quiet": (Quiet, False), "debug": (Debug, False)}


def with_voice(verb: Callable[..., None]) -> Callable[..., None]:
    """Make a command of a function whose first parameter is a voice.

    The command takes the function's other parameters, then ``--json``, ``--quiet`` and ``--debug``.
    """

    def command(*, as_json: bool, quiet: bool, debug: bool, **others: Any) -> None:
        verb(Voice(as_json, quiet, debug), **others)

    return _with_options(command, verb, first=1, options=_VOICE)


def on_workspace(verb: Callable[..., None]) -> Callable[..., None]:
    """Make a command of a function whose first two parameters are a voice and the folder of a workspace.

    The command takes the function's other parameters, then ``--workspace``, ``--json``, ``--quiet`` and ``--debug``.
    """

    def command(*, workspace: Path, as_json: bool, quiet: bool, debug: bool, **others: Any) -> None:
        verb(Voice(as_json, quiet, debug), workspace, **others)

    return _with_options(command, verb, first=2, options=_WORKSPACE | _VOICE)


def on_register(verb: Callable[..., None]) -> Callable[..., None]:
    """As :func:`on_workspace`, for a function whose third parameter is the present moment (UTC).

    The clock is read before the libraries are imported: one of them fails in its own words on a SOURCE_DATE_EPOCH that
    is no number.
    """

    def command(*, workspace: Path, as_json: bool, quiet: bool, debug: bool, **others: Any) -> None:
        from service.clock import now

        verb(Voice(as_json, quiet, debug), workspace, now(), **others)

    return _with_options(command, verb, first=3, options=_WORKSPACE | _VOICE)


def _with_options(
    command: Callable[..., None], verb: Callable[..., None], *, first: int, options: dict[str, tuple[Any, Any]]
) -> Callable[..., None]:
    """Give a command the name and words of a verb, and its parameters but for the first few, then these options."""
    hints = get_type_hints(verb, include_extras=True)
    own = list(inspect.signature(verb).parameters.values())[first:]
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [one.replace(kind=keyword, annotation=hints[one.name]) for one in own] + [
        inspect.Parameter(name, keyword, default=default, annotation=kind) for name, (kind, default) in options.items()
    ]
    update_wrapper(command, verb)
    del command.__wrapped__  # type: ignore[attr-defined]  # or its annotations would be read from the verb
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in parameters}
    return command
