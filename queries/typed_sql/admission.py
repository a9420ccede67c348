"""Decide which statements may run: a SELECT whose tables and functions are all on a list, by DuckDB's parse tree.

What is not known is refused: a kind of expression or of table that a later DuckDB adds does not pass by itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from functools import cache
from importlib import resources
from typing import Any

import duckdb

from geo.exceptions import NotAllowed, WrongUsage

LONGEST_BYTES = 20_000
MOST_WILDCARDS = 10  # DuckDB's LIKE tries every split of the text between them
TABLE_FUNCTIONS = frozenset(
    [
        "range",
        "generate_series",
        "unnest",
        "duckdb_tables",
        "duckdb_columns",
        "duckdb_functions",
        "duckdb_types",
        "repeat_row",
        "json_each",
        "json_tree",
        "generate_subscripts",
    ]
)
CATALOGUE = frozenset({("information_schema", "tables"), ("information_schema", "columns")})
# What `trusted` still refuses: these write, or run SQL that is handed over as text.
NEVER = frozenset(
    [
        "enable_profiling",
        "disable_profiling",
        "enable_logging",
        "disable_logging",
        "truncate_duckdb_logs",
        "checkpoint",
        "force_checkpoint",
        "write_log",
        "query",
        "query_table",
        "json_execute_serialized_sql",
        "nextval",
        "duckdb_secrets",
        "which_secret",
    ]
)
READ_ONLY = "What a build made is only read: ask with SELECT, and write results to a file with --out FILE"

_EXPLAIN = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*EXPLAIN\b(?:\s+ANALYZE\b)?", re.IGNORECASE | re.DOTALL)
_PLAIN_NAME = re.compile(r"\w[\w ]*")
_SYSTEM = re.compile(r"(EPSG|OGC):\w{1,12}", re.IGNORECASE)
_EXPRESSIONS = frozenset(
    [
        "FUNCTION",
        "WINDOW",
        "COLUMN_REF",
        "CONSTANT",
        "STAR",
        "OPERATOR",
        "COMPARISON",
        "CONJUNCTION",
        "CAST",
        "CASE",
        "SUBQUERY",
        "BETWEEN",
        "LAMBDA",
        "LAMBDA_REF",
        "PARAMETER",
        "POSITIONAL_REFERENCE",
        "COLLATE",
        "DEFAULT",
        "TYPE",
    ]
)
_SOURCES = frozenset(
    ["BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EXPRESSION_LIST", "EMPTY", "PIVOT", "SHOW_REF"]
)
_OTHERS = re.compile(
    r"(SELECT|SET_OPERATION|RECURSIVE_CTE|CTE)_NODE|\w+_MODIFIER|\w+_TYPE_INFO|ASCENDING|DESCENDING|ORDER_DEFAULT"
)
_PATTERNS = frozenset(
    ["~~", "!~~", "~~*", "!~~*", "~~~", "like_escape", "not_like_escape", "ilike_escape", "not_ilike_escape"]
)
_SHOWN = frozenset({'"tables"', "tables"})


@cache
def scalar_functions() -> frozenset[str]:
    """List functions of one value or one group that may be called, in small letters."""
    listed = (resources.files("queries.typed_sql") / "functions.txt").read_text(encoding="utf-8")
    return frozenset(listed.split())


def admit(con: duckdb.DuckDBPyConnection, sql: str, tables: Collection[str], *, trusted: bool = False) -> None:
    """Allow one statement that only reads; refuse any other.

    Parameters
    ----------
    con : DuckDBPyConnection
        Any: it only parses.
    sql : str
        One SELECT, or EXPLAIN of one.
    tables : collection of str
        Tables that it may read, in small letters; those of another schema as ``previous.areas``.
    trusted : bool
        Let it read files and call every function that does not write.

    Raises
    ------
    NotAllowed
        It does something else than read, or reads something else.
    WrongUsage
        It is no SQL, too long, or not exactly one statement.
    """
    if len(sql.encode()) > LONGEST_BYTES:
        raise WrongUsage(
            f"The SQL has {len(sql.encode()):,} bytes, and {LONGEST_BYTES:,} are allowed", "Write a shorter one"
        )
    tree = _parse(con, sql)
    judge = _Judge(frozenset(tables) | _common_tables(tree), trusted=trusted)
    for node in _nodes(tree):
        judge.look(node)


def _parse(con: duckdb.DuckDBPyConnection, sql: str) -> Any:
    """Return the tree of the one SELECT, or of the one that EXPLAIN explains."""
    try:
        kinds = [str(statement.type).rpartition(".")[2] for statement in con.extract_statements(sql)]
    except duckdb.ParserException:
        raise
    except duckdb.Error as fault:
        raise WrongUsage(
            f"The SQL cannot be read: {str(fault).splitlines()[0]}", "Change it and run it again"
        ) from None
    if not kinds:
        raise WrongUsage("There is no SQL to run", 'Give one statement, as in: impact-areas sql "SELECT * FROM npus"')
    if len(kinds) > 1 and "PIVOT" not in sql.upper():
        raise WrongUsage(f"{len(kinds)} SQL statements were given, and one runs at a time", "Run them one by one")
    if len(kinds) > 1:
        raise WrongUsage("This PIVOT does not state its columns", "List them, as in: PIVOT t ON kind IN ('a', 'b')")
    inner = sql[_EXPLAIN.match(sql).end() :] if kinds == ["EXPLAIN"] and _EXPLAIN.match(sql) else sql  # type: ignore[union-attr]
    answer = con.execute("SELECT json_serialize_sql(?::VARCHAR)", [inner]).fetchone()
    read: dict[str, Any] = json.loads(answer[0]) if answer else {"error": True}
    if read["error"]:
        raise NotAllowed(f"{_name_statement(kinds[0], inner)} is not allowed", READ_ONLY)
    if len(read["statements"]) != 1:
        raise WrongUsage("Several SQL statements were given, and one runs at a time", "Run them one by one")
    return read["statements"][0]


def _name_statement(kind: str, inner: str) -> str:
    """Name the statement as people do; for EXPLAIN, by the word that the inner statement begins with."""
    if kind != "EXPLAIN":
        return kind
    word = re.search(r"\w+", inner)
    return f"EXPLAIN of {word[0].upper()}" if word else "EXPLAIN"


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of a tree without recursion, since whoever wrote the SQL chooses its depth."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            if part.get("class") != "CONSTANT":
                waiting.extend(value for value in part.values() if isinstance(value, (dict, list)))
        else:
            waiting.extend(value for value in part if isinstance(value, (dict, list)))


def _common_tables(tree: Any) -> frozenset[str]:
    """List names given by WITH; one that could be a file's name is refused."""
    names = {
        str(entry["key"])
        for node in _nodes(tree)
        if isinstance(node.get("cte_map"), dict)
        for entry in node["cte_map"].get("map", [])
    }
    names |= {str(node["ctename"]) for node in _nodes(tree) if "ctename" in node}
    names |= {str(node["cte_name"]) for node in _nodes(tree) if "cte_name" in node}
    for name in names:
        if not _PLAIN_NAME.fullmatch(name):
            raise NotAllowed(f"WITH gives the name '{name[:40]}'", "Use letters, digits and _ only")
    return frozenset(name.lower() for name in names)


class _Judge:
    """Checker of the parts of a tree, one by one."""

    def __init__(self, tables: frozenset[str], *, trusted: bool) -> None:
        self.tables = tables
        self.trusted = trusted

    def look(self, node: dict[str, Any]) -> None:
        """Refuse a part that is not known to be harmless."""
        kind, sort = node.get("class"), node.get("type")
        if kind is not None:
            self._expression(str(kind), node)
        elif isinstance(sort, str) and sort in _SOURCES:
            self._source(str(sort), node)
        elif isinstance(sort, str) and "id" not in node and not _OTHERS.fullmatch(sort):
            raise NotAllowed(f"{sort} is not allowed here", READ_ONLY)

    def _expression(self, kind: str, node: dict[str, Any]) -> None:
        if kind not in _EXPRESSIONS:
            raise NotAllowed(f"{kind} is not allowed here", READ_ONLY)
        if kind not in ("FUNCTION", "WINDOW"):
            return
        name = str(node["function_name"]).lower()
        known = scalar_functions() | TABLE_FUNCTIONS
        if name in NEVER or (not self.trusted and name not in known):
            raise _find_unlisted(name)
        if name in _PATTERNS:
            _check_pattern(node)
        if name == "st_transform" and not self.trusted:
            _check_systems(node)

    def _source(self, sort: str, node: dict[str, Any]) -> None:
        if sort == "TABLE_FUNCTION":
            name = str(node["function"].get("function_name", "")).lower()
            if name in NEVER or (not self.trusted and name not in TABLE_FUNCTIONS):
                raise _find_unlisted(name)
        elif sort == "BASE_TABLE":
            self._table(node, str(node["table_name"]), str(node.get("schema_name") or ""))
        elif sort == "SHOW_REF" and node.get("table_name") and node["table_name"] not in _SHOWN:
            self._table(node, str(node["table_name"]).strip('"'), "")

    def _table(self, node: dict[str, Any], table: str, schema: str) -> None:
        """Refuse tables that are not on the list: another name would be looked for as a file."""
        table, schema = table.lower(), schema.lower()
        catalog = str(node.get("catalog_name") or "").lower()
        if node.get("at_clause"):
            raise NotAllowed("AT is not allowed here", READ_ONLY)
        if (schema, table) in CATALOGUE and not catalog:
            return
        named = f"previous.{table}" if "previous" in (schema, catalog) else table
        if not self.trusted and named not in self.tables:
            raise duckdb.CatalogException(f"Table with name {table} does not exist!")


def _find_unlisted(name: str) -> NotAllowed:
    return NotAllowed(
        f"The function '{name}' is not allowed: it is not on the list of functions that only compute",
        "Ask without it; an analyst at their own machine may read files with --trusted",
    )


def _read_literal(node: dict[str, Any]) -> object:
    """Return the value of a constant; None for anything that is computed."""
    value = node.get("value") if node.get("class") == "CONSTANT" else None
    return value.get("value") if isinstance(value, dict) else None


def _check_pattern(node: dict[str, Any]) -> None:
    """Limit the wildcards of a literal pattern; a computed one is limited by the time of the statement."""
    for pattern in map(_read_literal, node["children"][1:2]):
        if isinstance(pattern, str) and max(pattern.count("%"), pattern.count("*")) > MOST_WILDCARDS:
            raise WrongUsage(
                f"The pattern '{pattern[:40]}' has more than {MOST_WILDCARDS} wildcards",
                "Use fewer, or regexp_matches(text, pattern), whose time grows with the length only",
            )


def _check_systems(node: dict[str, Any]) -> None:
    """Allow coordinate systems by code only: PROJ reads files for some of the texts that describe one."""
    for system in map(_read_literal, node["children"][1:3]):
        if not (isinstance(system, str) and _SYSTEM.fullmatch(system)):
            raise NotAllowed(
                "ST_Transform is allowed between coordinate systems that are written out by code",
                "Write it as in: ST_Transform(geometry, 'EPSG:27700', 'OGC:CRS84', always_xy := true)",
            )
