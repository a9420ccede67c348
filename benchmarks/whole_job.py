"""The whole job on Leicestershire beside a plain script: ``python -m benchmarks.whole_job --data FOLDER``."""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

from benchmarks.measure import in_turn, keep, machine, medians

CONFIG = Path(__file__).parent.parent / "data_samples" / "leicestershire.toml"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the open data")
    arguments.add_argument("--runs", type=int, default=5)
    given = arguments.parse_args()
    data = str(given.data)
    ours = [sys.executable, "-m", "service.cli", "build", str(CONFIG), "--data", data, "--quiet", "--out"]
    plain = [sys.executable, "-m", "benchmarks.plain_script", "--data", data, "--out"]
    runs = in_turn({"ours": lambda out: [*ours, str(out)], "plain": lambda out: [*plain, str(out)]}, runs=given.runs)
    ratios = [b["wall_s"] / a["wall_s"] for a, b in zip(runs["ours"], runs["plain"], strict=True)]
    result = {
        "what": "35 monthly files, 301,838 rows, 611 areas: read, place, test, draw; whole processes, in turn",
        "machine": machine(),
        "runs": given.runs,
        "median": {name: medians(taken) for name, taken in runs.items()},
        "times_faster": {
            "median": round(statistics.median(ratios), 2),
            "lowest": round(min(ratios), 2),
            "highest": round(max(ratios), 2),
        },
        "each_run": runs,
    }
    print(f"kept in {keep('whole_job', result)}; times faster: {result['times_faster']}; {result['median']}")


if __name__ == "__main__":
    main()
