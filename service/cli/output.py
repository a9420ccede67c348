"""Print results to stdout and everything else to stderr, as plain words or JSON."""

from __future__ import annotations

import math
import sys
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any

from geo.exceptions import Refusal, SeveralRefused
from service.errors import PROGRAM_FAULT, PROGRAM_TEXT, outcome_of

if TYPE_CHECKING:
    from rich.status import Status

    from queries.catalogue.catalogue import Column
    from queries.catalogue.rows import Result

WAIT_S = 2.0  # what is done sooner needs no progress
TABLE_ROWS = 50
LIST_COLUMNS = 8  # one row of more columns reads better down than across
MISSING = "\N{EN DASH}"
CODE_LENGTH = 12  # numbers and codes up to this length are never broken over two lines
PIPE_WIDTH = 10_000  # a table that goes into a file or a pipe is not cut to a screen


@dataclass(frozen=True)
class Voice:
    """How a command prints: ``--json``, ``--quiet`` and ``--debug``."""

    as_json: bool = False
    quiet: bool = False
    debug: bool = False

    def note(self, text: str) -> None:
        """Print something that is not the result."""
        if not self.quiet:
            print(text, file=sys.stderr)

    def say(self, lines: Sequence[str], content: object) -> None:
        """Print the result: plain words, or the same content as JSON."""
        from queries.catalogue.rows import json_text

        sys.stdout.write(json_text(content) if self.as_json else "".join(f"{line}\n" for line in lines))
        sys.stdout.flush()  # a server goes on after its first line

    def table(self, result: Result, *, columns: Sequence[Column] = (), empty: str = "There are no rows.") -> None:
        """Print the result as a table, cut if long; JSON has every row."""
        if self.as_json:
            self.say([], result.records())
        elif not result.rows:
            self.note(empty)
        else:
            (print_list if len(result.rows) == 1 and len(columns) > LIST_COLUMNS else print_table)(
                result.head(TABLE_ROWS), columns
            )
            if len(result.rows) > TABLE_ROWS:
                self.note(f"The first {TABLE_ROWS} of {len(result.rows):,} rows. --json gives all of them.")

    def steps(self) -> Steps:
        """Return the progress display of a long job."""
        return Steps(self)


class Steps:
    """Names the step under way: on a terminal, once a job takes over two seconds; with ``--debug`` line by line."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._live = sys.stderr.isatty() and not voice.quiet and not voice.debug
        self._started = time.monotonic()
        self._timer = threading.Timer(WAIT_S, self._show)
        self._timer.daemon = True
        self._status: Status | None = None
        self._text = "Starting"

    def __enter__(self) -> Steps:
        if self._live:
            self._timer.start()
        return self

    def __call__(self, text: str) -> None:
        """A step begins."""
        self._text = text
        if self._voice.debug:
            self._voice.note(f"{time.monotonic() - self._started:7.2f} s  {text}")
        elif self._status is not None:
            self._status.update(f"{text} …")

    def _show(self) -> None:
        from rich.console import Console

        self._status = Console(stderr=True).status(f"{self._text} …")
        self._status.start()

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        if self._status is not None:
            self._status.stop()


def print_table(result: Result, columns: Sequence[Column]) -> None:
    """A table on stdout; with the columns of a named query its headings and numbers are set for reading."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH, highlight=False)
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, collapse_padding=True)
    for position, name in enumerate(result.columns):
        values = [row[position] for row in result.rows]
        numeric = any(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)
        heading = columns[position].heading if columns else name
        short = numeric or all(value is None or len(str(value)) <= CODE_LENGTH for value in values)
        table.add_column(
            Text(heading.replace(" ", "\n") if short else heading),
            justify="right" if numeric else "left",
            overflow="fold",
            no_wrap=short,
        )
    for row in result.rows:
        cells = [format_value(v, columns[i]) if columns else plain(v) for i, v in enumerate(row)]
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table)


def print_list(result: Result, columns: Sequence[Column]) -> None:
    """One row, a column a line."""
    widest = max(len(column.heading) for column in columns)
    for column, value in zip(columns, result.rows[0], strict=True):
        print(f"{column.heading:<{widest}}  {format_value(value, column)}")


def format_value(value: Any, column: Column) -> str:
    """A value as a person reads it, by the unit of its column.

    Parameters
    ----------
    value : object
        A value of an answer; None, NaN and infinity are shown as a dash.
    column : Column
        Its name and unit.

    Returns
    -------
    str
        With thousands separated and the decimals of its column.
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return MISSING
    if isinstance(value, date):
        return _date_words(value, column.unit)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return plain(value)
    if column.unit == "share":
        return f"{100 * value:.{column.decimals - 2}f}%"
    return f"{value:,.{column.decimals}f}" if column.grouped else str(value)


def _date_words(value: date, unit: str) -> str:
    from queries.store.about import day_words, month_words

    if isinstance(value, datetime):
        return f"{day_words(value)}, {value:%H:%M}"
    return month_words(value) if unit == "month" else day_words(value)


def plain(value: Any) -> str:
    """A value as it is, without characters that would steer a terminal.

    Parameters
    ----------
    value : object
        Anything.

    Returns
    -------
    str
        Its text.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "".join(letter if letter.isprintable() else " " for letter in str(value))


def print_fault(fault: BaseException, *, as_json: bool, debug: bool) -> int:
    """Print what went wrong and what to do on stderr; return the exit code."""
    code = outcome_of(fault).exit_code
    if debug:
        traceback.print_exception(fault)
    if as_json:
        from queries.catalogue.rows import json_text

        sys.stderr.write(json_text({"exit_code": code, **_describe_fault(fault)}))
    elif not isinstance(fault, Refusal):
        print(PROGRAM_TEXT, file=sys.stderr)
    else:
        print("\n".join(_refusal_words(fault)), file=sys.stderr)
    return code


def _describe_fault(fault: BaseException) -> Mapping[str, object]:
    if not isinstance(fault, Refusal):
        return {"problem": PROGRAM_TEXT, "exit_code": PROGRAM_FAULT}
    parts = fault.refusals if isinstance(fault, SeveralRefused) else (fault,)
    return {"refused": [{"problem": part.problem, "remedy": part.remedy} for part in parts]}


def _refusal_words(fault: Refusal) -> list[str]:
    if not isinstance(fault, SeveralRefused):
        return [f"Refused: {fault.problem}.", f"What to do: {fault.remedy}."]
    lines = [f"Refused: {len(fault.refusals)} faults."]
    for number, part in enumerate(fault.refusals, start=1):
        lines += [f"{number}. {part.problem}.", f"   What to do: {part.remedy}."]
    return lines
