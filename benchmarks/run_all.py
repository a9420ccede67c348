"""Runs the benchmarks, keeps their results and says what got slower: ``python -m benchmarks.run_all --data FOLDER``.

Only ratios inside one run are compared with the kept ones, because seconds depend on the machine and on what else it
does. A ratio that got worse by more than a tenth is named, and the command ends with 1.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.measure import RESULTS

WORSE = 0.10
MINUTES = 20
LEICESTERSHIRE = Path(__file__).parent.parent / "data_samples" / "leicestershire.toml"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the open data")
    given = arguments.parse_args()
    before, until = read_ratios(), time.monotonic() + 60 * MINUTES
    with tempfile.TemporaryDirectory() as folder:
        for name, command in commands(given.data, Path(folder)).items():
            left = until - time.monotonic()
            if left <= 0:
                print(f"{name}: no time left of {MINUTES} minutes")
                continue
            print(f"{name} …", flush=True)
            subprocess.run([sys.executable, "-m", *command], check=True, timeout=left)
    found = find_regressions(before, read_ratios())
    print("\n".join(found) or f"No ratio is worse by more than {WORSE:.0%}.")
    sys.exit(1 if found else 0)


def commands(data: Path, folder: Path) -> dict[str, list[str]]:
    """Every benchmark with a ratio, the quick ones first; the first makes the workspace that others read."""
    workspace, given = str(folder), ["--data", str(data)]
    return {
        "workspace": ["service.cli.main", "build", str(LEICESTERSHIRE), *given, "--out", workspace, "--quiet"],
        "verbs": ["benchmarks.verbs", workspace],
        "over HTTP": ["benchmarks.over_http", workspace],
        "whole job": ["benchmarks.whole_job", *given, "--runs", "3", "--name", "whole_job_plain"],
        "one page": ["benchmarks.pages", *given],
        "statistics": ["benchmarks.statistics", *given, "--runs", "3"],
    }


def read_ratios(folder: Path = RESULTS) -> dict[str, float]:
    """Every ratio of the kept results by name: how many times better than the peer, so more is better."""
    kept = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}
    ratios: dict[str, float] = {}
    if "whole_job_plain" in kept:
        median = kept["whole_job_plain"]["median"]
        for figure in ("wall_s", "cpu_s", "peak_mb"):
            ratios[f"whole job, {figure}"] = median["plain"][figure] / median["ours"][figure]
    for verb, one in kept.get("verbs", {"verbs": {}})["verbs"].items():
        ratios[f"verb {verb}"] = 1 / one["times_floor"]
    for what, both in kept.get("over_http", {"median": {}})["median"].items():
        ratios[f"over HTTP, {what}"] = both["peer"]["processor_us"] / both["ours"]["processor_us"]
    ratios |= _page_ratios(kept.get("pages", {"median": {}})["median"])
    return ratios


def _page_ratios(median: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    """Bytes and processor time of folium's pages against ours with the same outlines and layers."""
    pairs = [("plain folium, 73 layers", "ours, 73 layers")]
    return {
        f"{theirs}, {figure}": median[theirs][figure] / median[ours][figure]
        for theirs, ours in pairs
        if theirs in median
        for figure in ("bytes", "processor_ms")
    }


def find_regressions(before: Mapping[str, float], after: Mapping[str, float]) -> list[str]:
    """A line for each ratio that is worse by more than a tenth; one that is new or was not measured is not compared."""
    return [
        f"{name}: {before[name]:.2f} times the peer before, {ratio:.2f} now"
        for name, ratio in after.items()
        if name in before and ratio < before[name] * (1 - WORSE)
    ]


if __name__ == "__main__":
    main()
