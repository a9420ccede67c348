"""Writes ``docs/reference/queries.md``: every named query, from its own header, with its time on Leicestershire."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from queries.catalogue.catalogue import NamedQuery, named_query, query_names

TARGET = Path(__file__).parent.parent / "docs" / "reference" / "queries.md"
TIMES = Path(__file__).parent.parent / "benchmarks" / "results" / "named_queries.json"
HEAD = """# Named queries

Written by `python -m docs_build` from the headers in `queries/catalogue/named`.
Run one with `impact-areas queries run NAME`; `--help` behind the name shows its options and columns, and
`impact-areas queries show NAME` the SQL.
"""


def describe_queries() -> str:
    """The page as Markdown."""
    times = json.loads(TIMES.read_text(encoding="utf-8")) if TIMES.exists() else {}
    parts = [
        HEAD,
        *_describe_times(times),
        "| query | what it answers | options | ms | processor ms |",
        "|---|---|---|---|---|",
    ]
    parts += [_row(named_query(name), times) for name in query_names()]
    for name in query_names():
        parts += _section(named_query(name))
    return "\n".join(parts) + "\n"


def _describe_times(times: Mapping[str, Any]) -> list[str]:
    return [f"{times['what']}\n"] if times else []


def _row(query: NamedQuery, times: Mapping[str, Any]) -> str:
    options = ", ".join(f"`{parameter.option}`" for parameter in query.parameters)
    taken = [times.get(kind, {}).get(query.name) for kind in ("median_ms", "processor_ms")]
    clock, work = ("" if one is None else f"{one:.0f}" for one in taken)
    return f"| [{query.name}](#{query.name}) | {query.purpose} | {options} | {clock} | {work} |"


def _section(query: NamedQuery) -> list[str]:
    lines = ["", f"## {query.name}", "", query.purpose, "", "```sh", query.example, "```", ""]
    if query.parameters:
        lines += ["| option | type | default | meaning |", "|---|---|---|---|"]
        for one in query.parameters:
            allowed = f", {one.allowed}".replace("|", "\\|") if one.allowed else ""
            lines.append(f"| `{one.option}` | {one.kind}{allowed} | {one.default} | {one.meaning} |")
        lines.append("")
    lines += ["| column | unit | meaning |", "|---|---|---|"]
    return lines + [f"| `{column.name}` | {column.unit} | {column.meaning} |" for column in query.columns]
