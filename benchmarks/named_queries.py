"""Every named query on a real force, timed: ``python -m benchmarks.named_queries --workspace DIR``.

The workspace is a build of ``data_samples/leicestershire.toml``. Each query runs once uncounted, then several times
with its own defaults, from binding to rows as Python values; the queries take turns. ``python -m docs_build`` writes
the times into the catalogue.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path

import duckdb

from benchmarks.measure import machine, save_result
from queries.catalogue.catalogue import query_names, run_named
from queries.workspace.generations import Workspace

TARGET_MS = 300


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--workspace", type=Path, required=True, help="a workspace of Leicestershire")
    arguments.add_argument("--runs", type=int, default=7)
    given = arguments.parse_args()
    workspace = Workspace(given.workspace)
    with tempfile.TemporaryDirectory() as folder, workspace.open_current() as con:
        before = Path(folder) / "before.duckdb"
        shutil.copy(workspace.current_file(), before)  # replaces the generation before
        con.execute(f"ATTACH '{before}' AS previous (READ_ONLY)")
        taken, worked = time_all(con, runs=given.runs)
        (rows,) = con.execute("SELECT count(*) FROM incidents").fetchone() or (0,)
        con.execute("DETACH previous")
    medians, processor = _medians(taken), _medians(worked)
    slow = {name: time for name, time in medians.items() if time >= TARGET_MS}
    load = round(os.getloadavg()[0], 1)
    slowest, hardest = (max(found, key=lambda one: found[one]) for found in (medians, processor))
    what = (
        f"Times: median of {given.runs} runs of each query with its own defaults, in turn, on Leicestershire"
        f" ({rows:,} incidents), {os.cpu_count()} cores, {machine()['processor']}; from binding to rows in Python."
        f" The load was {load}: above the number of cores others slow the clock, so the processor's own time, all cores"
        f" added up, is beside it. Most on the clock: {slowest}, {medians[slowest]:.0f} ms; most work: {hardest},"
        f" {processor[hardest]:.0f} ms."
    )
    result = {
        "what": what,
        "machine": machine(),
        "load": load,
        "runs": given.runs,
        "median_ms": medians,
        "processor_ms": processor,
        "fastest_ms": {name: round(min(times), 1) for name, times in taken.items()},
    }
    print(f"kept in {save_result('named_queries', result)}")
    for name, milliseconds in sorted(medians.items(), key=lambda item: -item[1]):
        print(f"{milliseconds:8.1f} ms  {name}")
    print(f"{len(medians)} queries; at or above {TARGET_MS} ms: {slow or 'none'}")


def _medians(taken: dict[str, list[float]]) -> dict[str, float]:
    return {name: round(statistics.median(times), 1) for name, times in taken.items()}


def time_all(con: duckdb.DuckDBPyConnection, *, runs: int) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Milliseconds of each run of each query, on the clock and of the processor."""
    taken: dict[str, list[float]] = {name: [] for name in query_names()}
    worked: dict[str, list[float]] = {name: [] for name in query_names()}
    for turn in range(runs + 1):
        for name in taken:
            started, begun = time.perf_counter(), time.process_time()
            run_named(con, name)
            if turn:
                taken[name].append(1000 * (time.perf_counter() - started))
                worked[name].append(1000 * (time.process_time() - begun))
    return taken, worked


if __name__ == "__main__":
    main()
