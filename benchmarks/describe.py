"""Writes ``docs/speed.md`` from the kept results: ``python -m benchmarks.describe``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.measure import RESULTS

TARGET = Path(__file__).parent.parent / "docs" / "speed.md"
HEAD = """# Speed, measured

Written by `python -m benchmarks.describe` from `benchmarks/results`, which keeps every run, the versions and the kind
of machine. Whole processes run in turn (A B A B …) on the same input, so only the ratios inside one table hold
elsewhere.
"""


def describe_speed() -> str:
    """The page as Markdown."""
    results = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(RESULTS.glob("*.json"))}
    return "\n".join([HEAD, *(_section(result) for name, result in results.items() if name.startswith("whole_job"))])


def _section(result: dict[str, Any]) -> str:
    machine, faster = result["machine"], result["times_faster"]
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
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
            f"{machine['cores']} cores, {machine['processor']}, Python {machine['python']}; {packages}.",
            "",
        ]
    )


if __name__ == "__main__":
    TARGET.write_text(describe_speed(), encoding="utf-8")
