"""Processor time of verbs that read, beside what they cannot do without: ``python -m benchmarks.verbs WORKSPACE``.

Each is a process of its own, as typed; all of them in turn, and the least of several runs counts, because other work
on the machine can only add to it.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.measure import machine, run_once, save_result

BUDGET_MS = 150
FLOORS = {
    "Python alone": "pass",
    "with typer": "import typer",
    "with typer's checks of options (pydantic)": "import typer, typer._adapters",
    "with DuckDB": "import typer, typer._adapters, duckdb",
    "with rich, for a table": "import typer, typer._adapters, duckdb, rich.table",
}
VERBS = {
    "--help": "with typer",
    "build --help": "with typer's checks of options (pydantic)",
    "queries list": "with DuckDB",
    "queries run top_areas --json -w {}": "with DuckDB",
    "show runs -w {}": "with rich, for a table",
    "show sources -w {}": "with rich, for a table",
    "show candidates -w {}": "with rich, for a table",
    "show ranking -w {}": "with rich, for a table",
    "show ranking --json -w {}": "with DuckDB",
    "sql FROM_runs -w {}": "with rich, for a table",
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("workspace", type=Path, help="a folder that a build has written to")
    arguments.add_argument("--runs", type=int, default=7)
    given = arguments.parse_args()
    result = measure(given.workspace, runs=given.runs)
    print(f"kept in {save_result('verbs', result).name}: {result['verbs']}")


def measure(workspace: Path, *, runs: int) -> dict[str, Any]:
    """Least processor milliseconds of each floor and each verb, and how many times its floor each verb takes."""
    load = os.getloadavg()[0]
    commands = {name: [sys.executable, "-c", code] for name, code in FLOORS.items()}
    commands |= {verb: [sys.executable, "-m", "service.cli.main", *_words(verb, workspace)] for verb in VERBS}
    least = least_times(commands, runs=runs)
    return {
        "machine": machine(),
        "load": round(load, 1),
        "runs": runs,
        "floors": {name: least[name] for name in FLOORS},
        "verbs": {
            _show_cell(verb): {
                "cpu_ms": least[verb],
                "floor": floor,
                "times_floor": round(least[verb] / least[floor], 2),
            }
            for verb, floor in VERBS.items()
        },
    }


def least_times(commands: Mapping[str, Sequence[str]], *, runs: int) -> dict[str, int]:
    """Least processor milliseconds of each command, all of them run in turn."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            taken[name].append(run_once(command)["cpu_s"])
    return {name: round(1000 * min(seconds)) for name, seconds in taken.items()}


def _words(verb: str, workspace: Path) -> list[str]:
    return [word.format(workspace).replace("FROM_", "FROM ") for word in verb.split()]


def _show_cell(verb: str) -> str:
    return verb.removesuffix(" -w {}").replace("FROM_runs", "'FROM runs'")


if __name__ == "__main__":
    main()
