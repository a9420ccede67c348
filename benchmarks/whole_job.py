"""The whole job on Leicestershire beside a plain script: ``python -m benchmarks.whole_job --data FOLDER``.

``--plain-python`` runs the plain script with another interpreter, for example one that has numba: esda then compiles
its permutations, which costs it more than they take.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

from benchmarks.measure import in_turn, machine, medians, save_result

CONFIG = Path(__file__).parent.parent / "data_samples" / "leicestershire.toml"
WHAT = "35 monthly files, 301,838 rows, 611 areas: read, place, test, draw, each from files to pages"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the open data")
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--plain-python", default=sys.executable, help="interpreter of the plain script")
    arguments.add_argument("--name", default="whole_job", help="name that the result is kept under")
    arguments.add_argument("--title", default="The whole job beside a plain script")
    given = arguments.parse_args()
    data = str(given.data)
    ours = [sys.executable, "-m", "service.cli.main", "build", str(CONFIG), "--data", data, "--quiet", "--out"]
    plain = [given.plain_python, "-P", str(Path(__file__).with_name("plain_script.py")), "--data", data, "--out"]
    runs = in_turn({"ours": lambda out: [*ours, str(out)], "plain": lambda out: [*plain, str(out)]}, runs=given.runs)
    ratios = [b["wall_s"] / a["wall_s"] for a, b in zip(runs["ours"], runs["plain"], strict=True)]
    result = {
        "title": given.title,
        "what": WHAT,
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
    print(f"kept in {save_result(given.name, result).name}; times faster: {result['times_faster']}; {result['median']}")


if __name__ == "__main__":
    main()
