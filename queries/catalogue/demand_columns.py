"""Say in every column about demand what it is made of: without calls, anti-social behaviour alone."""

from __future__ import annotations

from dataclasses import replace

import duckdb

from queries.catalogue.catalogue import Column, NamedQuery
from queries.store.about import calls_are_given

ONLY = "anti-social behaviour only"
_BOTH = "anti-social behaviour and graded calls"
_ALONE = "anti-social behaviour (no calls are given)"
_NOTE = "demand is anti-social behaviour only: no calls are given"


def name_demand(con: duckdb.DuckDBPyConnection, query: NamedQuery) -> NamedQuery:
    """Return a query with columns described as they are in one generation.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.
    query : NamedQuery
        From the catalogue, where a column about demand is described as if calls were given.
    """
    if calls_are_given(con):
        return query
    return replace(query, columns=tuple(_name_column(column) for column in query.columns))


def _name_column(column: Column) -> Column:
    about = "demand" in f"{column.name} {column.title}".lower()
    title = f"{column.heading}, {ONLY}" if about else column.title
    return replace(column, title=title, meaning=_describe(column.meaning, about=about))


def _describe(meaning: str, *, about: bool) -> str:
    if _BOTH in meaning.lower():
        at = meaning.lower().index(_BOTH)
        first = _ALONE.capitalize() if meaning[at].isupper() else _ALONE
        return f"{meaning[:at]}{first}{meaning[at + len(_BOTH) :]}"
    return f"{meaning}; {_NOTE}" if about or "demand" in meaning.lower() else meaning


def comment_demand(con: duckdb.DuckDBPyConnection) -> None:
    """State in the comments of a generation that demand is anti-social behaviour only, if no calls were given."""
    if calls_are_given(con):
        return
    columns = con.execute(
        "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal AND comment IS NOT NULL "
        "AND database_name = current_database() AND schema_name = current_schema() ORDER BY ALL"
    ).fetchall()
    for table, column, comment in columns:
        said = _describe(comment, about="demand" in column)
        if said != comment:
            quoted = said.replace("'", "''")
            con.execute(f'COMMENT ON COLUMN "{table}"."{column}" IS \'{quoted}\'')
