"""Writes the pages that are made from the kept results: ``python -m benchmarks.describe``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks import describe_statistics
from benchmarks.measure import RESULTS

DOCS = Path(__file__).parent.parent / "docs"
SPEED = """# Speed, measured

Written by `python -m benchmarks.describe` from `benchmarks/results`, which keeps every run, the versions and the kind
of machine. Everything runs in turn (A B A B …) on the same input, so only the ratios inside one table hold elsewhere.
"""


def describe_all() -> dict[Path, str]:
    """Every page as Markdown, by its path."""
    kept = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(RESULTS.glob("*.json"))}
    whole_jobs = [_whole_job(result) for name, result in kept.items() if name.startswith("whole_job")]
    return {
        DOCS / "speed.md": "\n".join([SPEED, describe_statistics.speed(kept["statistics"]), *whole_jobs]),
        DOCS / "exactness.md": describe_statistics.exactness(kept["exactness"]),
    }


def _whole_job(result: Mapping[str, Any]) -> str:
    faster = result["times_faster"]
    columns = {"wall_s": ".1f", "cpu_s": ".1f", "peak_mb": ",.0f", "written_mb": ".1f"}
    rows = [
        f"| {name} | " + " | ".join(format(figures[column], how) for column, how in columns.items()) + " |"
        for name, figures in result["median"].items()
    ]
    return "\n".join(
        [
            f"## {result['title']}",
            "",
            f"{result['what']}. Median of {result['runs']} runs each, after one that is not counted.",
            "",
            "| | seconds | processor seconds | peak memory, MB | pages, MB |",
            "|---|---|---|---|---|",
            *rows,
            "",
            f"Ours is {faster['median']:.1f} times as fast, run by run from {faster['lowest']:.1f} to "
            f"{faster['highest']:.1f}.",
            "",
            describe_statistics.machine(result["machine"]),
            "",
        ]
    )


if __name__ == "__main__":
    for page, text in describe_all().items():
        page.write_text(text, encoding="utf-8")
