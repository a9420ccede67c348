"""Compare a build with the current one: what has changed, and which inputs differ."""

from __future__ import annotations

import json
from typing import Any

import duckdb
import pandas as pd

from geo.exceptions import NothingFound
from maps.model.inputs import BuildChanges
from maps.text.phrases import list_words, month_words
from queries.catalogue.catalogue import run_named
from queries.store.connection import read_frame
from queries.workspace.generations import Workspace

_RUN = "SELECT built_at, period_end, complete_months, parameters FROM {schema}runs ORDER BY built_at DESC LIMIT 1"
_FILES = "SELECT coalesce(string_agg(sha256, ',' ORDER BY source_id), '') FROM {schema}sources"


def compare_with_last(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> BuildChanges | None:
    """Compare candidates of the build under way with the current ones; None if there is no build before.

    Parameters
    ----------
    con : connection
        The generation under way, with its candidates and its run.
    workspace : Workspace
        Its folder; the current generation there is the one before.
    """
    try:
        before = workspace.current_file()
    except NothingFound:
        return None
    if not before.exists():
        return None
    name = str(before).replace("'", "''")
    con.execute(f"ATTACH '{name}' AS previous (READ_ONLY)")
    try:
        result = run_named(con, "candidates_since_last_generation", {})
        last, now = (_run(con, schema) for schema in ("previous.", ""))
    except duckdb.CatalogException:  # made by a version of the program whose tables were others
        return None
    finally:
        con.execute("DETACH previous")
    return BuildChanges(last["built_at"].date(), pd.DataFrame(result.records()), _why(last, now))


def _run(con: duckdb.DuckDBPyConnection, schema: str) -> dict[str, Any]:
    (run,) = read_frame(con, _RUN.format(schema=schema)).to_dict("records")
    (files,) = con.execute(_FILES.format(schema=schema)).fetchone() or ("",)
    return {**{str(name): value for name, value in run.items()}, "files": files}


def _why(last: dict[str, Any], now: dict[str, Any]) -> str:
    """Name the inputs that differ: months, configuration, files."""
    said = []
    if last["period_end"] != now["period_end"]:
        said.append(
            f"the data now runs to {month_words(now['period_end'])}, before to {month_words(last['period_end'])}"
        )
    elif last["complete_months"] != now["complete_months"]:
        said.append(f"{now['complete_months']} complete months count, before {last['complete_months']}")
    before, after = (json.loads(run["parameters"]) for run in (last, now))
    changed = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    if changed:
        said.append(f"the configuration differs in {list_words([f'[{key}]' for key in changed])}")
    if not said and last["files"] != now["files"]:
        said.append("the files have other content, though they cover the same months")
    return f"Why: {'; '.join(said)}." if said else "The same data and configuration went in."
