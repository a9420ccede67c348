"""What the SQL shell completes: tables, columns, functions, keywords, named queries and its own commands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from queries.catalogue.catalogue import named_query, query_names

KEYWORDS = (
    *("SELECT", "FROM", "WHERE", "GROUP BY", "ORDER BY", "HAVING", "LIMIT", "JOIN", "LEFT JOIN", "USING", "WITH", "AS"),
    *(
        "DISTINCT",
        "CASE",
        "WHEN",
        "THEN",
        "ELSE",
        "END",
        "AND",
        "OR",
        "NOT",
        "IN",
        "IS NULL",
        "BETWEEN",
        "LIKE",
        "UNION",
    ),
    *("QUALIFY", "FILTER", "OVER", "PARTITION BY", "DESC", "NULLS LAST", "EXCLUDE", "UNPIVOT", "PIVOT", "DESCRIBE"),
)
_NAMES_A_TABLE = re.compile(r"\b(from|join|describe|summarize)\s+\w*$", re.IGNORECASE)


@dataclass(frozen=True)
class Words:
    """What a generation and DuckDB know by name: tables and columns with their comments, and functions."""

    tables: dict[str, str]
    columns: dict[str, str]
    functions: tuple[str, ...]


def read_words(con: duckdb.DuckDBPyConnection) -> Words:
    """Ask the generation for its names."""
    tables = (
        "SELECT table_name, coalesce(comment, '') FROM duckdb_tables() WHERE database_name <> 'previous' ORDER BY 1"
    )
    columns = (
        "SELECT column_name, coalesce(min(comment), '') FROM duckdb_columns() WHERE NOT internal GROUP BY 1 ORDER BY 1"
    )
    functions = "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_name ~ '^[A-Za-z_]+$' ORDER BY 1"
    return Words(
        dict(con.execute(tables).fetchall()),
        dict(con.execute(columns).fetchall()),
        tuple(name for (name,) in con.execute(functions).fetchall()),
    )


class ShellCompleter(Completer):
    """Completes the word before the cursor by where it is."""

    def __init__(self, words: Words, commands: Sequence[str]) -> None:
        self._words, self._commands = words, commands

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """Names that begin as the word before the cursor does; the likely ones first."""
        text = document.text_before_cursor
        word = re.search(r"[\w.]*$", text)
        begun = word[0] if word else ""
        for name, meaning in self._offer(text):
            if name.lower().startswith(begun.lower()) and begun != name:
                yield Completion(name, start_position=-len(begun), display_meta=meaning)

    def _offer(self, text: str) -> Iterator[tuple[str, str]]:
        if text.startswith(".run ") and " " not in text.removeprefix(".run "):
            yield from ((name, named_query(name).purpose) for name in query_names())
        elif text.startswith(".columns "):
            yield from self._words.tables.items()
        elif text.startswith("."):
            yield from ((name, "") for name in (*self._commands, ".quit"))
        elif _NAMES_A_TABLE.search(text):
            yield from self._words.tables.items()
        elif text:
            yield from self._words.columns.items()
            yield from self._words.tables.items()
            yield from ((word, "") for word in KEYWORDS)
            yield from ((f"{name}(", "function") for name in self._words.functions)
