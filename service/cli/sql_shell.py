"""The interactive shell behind ``impact-areas sql``: statements, history, completion, and a few words of its own."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from prompt_toolkit import PromptSession
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.history import FileHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.lexers import PygmentsLexer
from pygments.lexers.sql import SqlLexer

from geo.exceptions import Refusal, WrongUsage
from queries.catalogue.catalogue import bind_named, named_query, query_names
from queries.catalogue.formats import FORMATS, Table, write_rows
from queries.catalogue.rows import Result, did_you_mean, fetch, fetch_arrow, result_of
from queries.typed_sql.answers import ask_typed
from queries.typed_sql.ask import SqlWorker
from queries.typed_sql.open_worker import LOCAL_SECONDS
from queries.workspace.generations import Workspace
from service.actions.query import write_answer_file
from service.actions.typed_sql import open_to_ask
from service.cli.output import Voice, print_fault
from service.cli.sql_completion import ShellCompleter, read_words

HISTORY = Path.home() / ".impact-areas-history"
PROMPT, GOES_ON = "sql> ", "...> "
HELP = """\
A statement ends with a semicolon and may run over several lines. Tab completes; arrow keys bring back what was asked.
  .tables                     the tables, and what each contains
  .columns TABLE              its columns, with units
  .queries                    the named queries
  .run NAME [--option VALUE]  run a named query
  .save FILE                  write the last answer: .csv, .json, .parquet or .geojson
  .help                       this
  .quit                       leave; so does Ctrl-D"""


@dataclass
class Shell:
    """One sitting: a generation opened for reading, and the last thing asked of it."""

    con: duckdb.DuckDBPyConnection
    worker: SqlWorker
    voice: Voice = field(default_factory=Voice)
    last: Table | None = None

    def handle(self, line: str) -> bool:
        """Do what one entry asks; False when it asks to leave. Faults are printed and the shell goes on."""
        try:
            return self._do(line.strip())
        except Refusal as fault:
            print_fault(fault, as_json=False, debug=False)
        except KeyboardInterrupt:
            self.voice.note("Stopped.")
        return True

    def _do(self, line: str) -> bool:
        if not line.strip("; \n"):
            return True
        if not line.startswith("."):
            self._save_history(ask_typed(self.con, self.worker, line))
            return True
        word, _, rest = line.rstrip("; ").partition(" ")
        if word in (".quit", ".exit"):
            return False
        if word not in COMMANDS:
            raise WrongUsage(f"There is no command '{word}'", f"{did_you_mean(word, list(COMMANDS))}'.help' lists them")
        COMMANDS[word](self, rest.strip())
        return True

    def _show(self, sql: str, values: Mapping[str, object], **words: Any) -> None:
        self._save_history(fetch_arrow(self.con, sql, values), **words)

    def _save_history(self, answer: Table, **words: Any) -> None:
        self.last = answer
        self.voice.table(result_of(*answer), **words)

    def tables(self, rest: str) -> None:
        """List the tables."""
        self._show(
            "SELECT table_name, any_value(estimated_size) AS row_count, any_value(comment) AS comment"
            " FROM duckdb_tables() WHERE database_name <> 'previous' GROUP BY 1 ORDER BY 1",
            {},
        )

    def columns(self, rest: str) -> None:
        """List the columns of a table."""
        fetch(self.con, f'SELECT 1 FROM "{rest}" LIMIT 0'.replace('""', '"'))  # a table that is not there is refused
        self._show(
            "SELECT DISTINCT ON (column_index) column_name, data_type, comment FROM duckdb_columns()"
            " WHERE table_name = $name AND database_name <> 'previous' ORDER BY column_index",
            {"name": rest.lower()},
        )

    def queries(self, rest: str) -> None:
        """List the named queries."""
        rows = tuple((name, named_query(name).purpose) for name in query_names())
        self.voice.say(
            [f"{name}  {purpose}" for name, purpose in rows], Result(("name", "purpose"), ("VARCHAR",) * 2, rows)
        )

    def run(self, rest: str) -> None:
        """Run a named query."""
        name, *options = shlex.split(rest) or [""]
        query = named_query(name)
        self._show(*bind_named(self.con, name, read_options(options)), columns=query.columns, empty=query.empty)

    def save(self, rest: str) -> None:
        """Write the last answer to a file."""
        form = Path(rest).suffix.removeprefix(".")
        if form not in FORMATS:
            raise WrongUsage(f"'{rest}' says no format", f"Name a file that ends in .{', .'.join(FORMATS)}")
        if self.last is None:
            raise WrongUsage("Nothing has been asked yet", "Ask first, then save the answer")
        write_answer_file(Path(rest), write_rows(self.con, self.last, form=form))
        self.voice.note(f"Wrote {rest}")

    def help(self, rest: str) -> None:
        """Say what can be typed."""
        self.voice.say(HELP.split("\n"), HELP)


COMMANDS: dict[str, Callable[[Shell, str], None]] = {
    ".tables": Shell.tables,
    ".columns": Shell.columns,
    ".queries": Shell.queries,
    ".run": Shell.run,
    ".save": Shell.save,
    ".help": Shell.help,
}


def read_options(words: list[str]) -> dict[str, str]:
    """``--npu BE --limit=5`` as names and values.

    Raises
    ------
    WrongUsage
        A word is no option, or has no value.
    """
    given: dict[str, str] = {}
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not (equals or waiting):
            raise WrongUsage(f"'{word}' is not an option with a value", "Write it as in: .run top_areas --limit 5")
        given[name.replace("-", "_")] = value if equals else waiting.pop(0)
    return given


def open_shell(
    workspace: Path, *, history: Path = HISTORY, seconds: float = LOCAL_SECONDS, trusted: bool = False
) -> None:
    """Ask and answer until the person leaves; the generation is opened for reading only.

    Parameters
    ----------
    workspace : Path
        Where something has been built.
    history : Path
        File for what was typed.
    seconds : float
        Time for one question.
    trusted : bool
        Let questions read files of this machine.

    Raises
    ------
    NothingFound, WorkspaceBusy
        Nothing has been built, or another program has the file open.
    """
    with open_to_ask(workspace, seconds=seconds, trusted=trusted) as (con, worker):
        shell = Shell(con, worker)
        history.touch(mode=0o600, exist_ok=True)
        session: PromptSession[str] = PromptSession(
            history=FileHistory(str(history)),
            completer=ShellCompleter(read_words(con), list(COMMANDS)),
            lexer=PygmentsLexer(SqlLexer),
            multiline=True,
            prompt_continuation=lambda width, line, wrapped: ANSI(GOES_ON),
            key_bindings=_enter_ends_a_statement(),
            complete_while_typing=False,
        )
        shell.voice.note(f"{Workspace(workspace).current()}, for reading only. '.help' says what can be typed.")
        while True:
            try:
                line = session.prompt(PROMPT)
            except KeyboardInterrupt:
                continue
            except EOFError:
                return
            if not shell.handle(line):
                return


def _enter_ends_a_statement() -> KeyBindings:
    """Enter runs what is complete, and opens a new line in what is not."""
    keys = KeyBindings()

    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        text = buffer.text.strip()
        if not text or text.startswith(".") or text.endswith(";"):
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n")

    return keys
