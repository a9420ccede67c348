"""Whole processes, timed in turn: A B A B …, so that a machine that slows down slows both."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


LAUNCHER = """
import json, os, subprocess, sys, time
spoken = open(sys.argv[2], "wb")
started = time.perf_counter()
process = subprocess.Popen(sys.argv[3:], stdout=spoken, stderr=subprocess.STDOUT)
_, status, usage = os.wait4(process.pid, 0)
seconds = time.perf_counter() - started
peak_kib = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
with open(sys.argv[1], "w") as out:
    json.dump({"wall_s": seconds, "cpu_s": usage.ru_utime + usage.ru_stime, "peak_mb": peak_kib / 1024}, out)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def run_once(command: Sequence[str]) -> dict[str, float]:
    """Seconds and peak memory of one run, from the operating system's own account of the finished process (Unix).

    Started by way of a small process, because Linux counts what the starting process used as a peak of the started one.
    """
    with tempfile.TemporaryDirectory() as folder:
        told, spoken = Path(folder, "told.json"), Path(folder, "spoken.txt")
        launcher = [sys.executable, "-S", "-c", LAUNCHER, str(told), str(spoken)]
        ended = subprocess.run([*launcher, *command], env=_as_installed(), check=False)
        if ended.returncode:
            raise SystemExit(f"{' '.join(command)} ended with {ended.returncode}:\n{spoken.read_text()}")
        figures: dict[str, float] = json.loads(told.read_text())
        return figures


def _as_installed() -> dict[str, str]:
    """The environment, but with compiled code kept between runs, as an installed program has it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def in_turn(commands: Mapping[str, Callable[[Path], Sequence[str]]], *, runs: int) -> dict[str, list[dict[str, float]]]:
    """Run every command ``runs`` times in turn, after one uncounted run each; each into a folder of its own."""
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            with tempfile.TemporaryDirectory() as folder:
                figures = run_once(command(Path(folder)))
                figures["written_mb"] = sum(f.stat().st_size for f in Path(folder).rglob("*.html")) / 1e6
            if turn:
                taken[name].append(figures)
    return taken


def medians(runs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {figure: round(statistics.median(run[figure] for run in runs), 3) for figure in runs[0]}


def machine() -> dict[str, object]:
    """What the figures were taken on; never its name or an address."""
    packages = ("duckdb", "esda", "folium", "geopandas", "numpy", "pandas", "shapely")
    return {
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in packages},
    }


def save_result(name: str, result: Mapping[str, object]) -> Path:
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return path
