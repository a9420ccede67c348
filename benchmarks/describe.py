"""Writes the pages that are made from the kept results: ``python -m benchmarks.describe``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks import describe_calibration, describe_candidates, describe_job, describe_places, describe_statistics
from benchmarks.measure import RESULTS

DOCS = Path(__file__).parent.parent / "docs" / "explanation"
SPEED = """# Speed, measured

Written by `python -m benchmarks.describe` from `benchmarks/results`, which keeps every run, the versions and the kind
of machine. Everything runs in turn (A B A B …) on the same input, so only ratios inside one table are true elsewhere.
"""


def describe_all() -> dict[Path, str]:
    """Every page as Markdown, by its path."""
    kept = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(RESULTS.glob("*.json"))}
    pages = _pages(kept["pages"])
    whole_jobs = [_whole_job(result) for name, result in kept.items() if name.startswith("whole_job")]
    candidates = describe_candidates.describe({name: kept[name] for name in kept if name.startswith("candidates_")})
    return {
        DOCS / "speed.md": "\n".join(
            [
                SPEED,
                describe_statistics.speed(kept["statistics"]),
                *whole_jobs,
                describe_job.stages(kept["stages_before"], kept["stages"]),
                describe_job.verbs(kept["verbs"]),
                candidates,
                pages,
                _over_http(kept["over_http"]),
            ]
        ),
        DOCS / "exactness.md": describe_statistics.exactness(kept["exactness"]),
        DOCS / "places-measured.md": describe_places.describe(kept),
        DOCS / "calibration.md": describe_calibration.calibration_page(kept),
        DOCS.parent / "pictures" / "reliability.svg": describe_calibration.reliability_svg(kept["calibration"]),
    }


def _pages(result: Mapping[str, Any]) -> str:
    rows = [
        f"| {name} | {figures['bytes'] / 1000:,.0f} | {figures['gzip_bytes'] / 1000:,.0f} | "
        f"{figures['drawn_ms']:,} | {figures['processor_ms']:,} | {_beside(result['median'], name)} |"
        for name, figures in result["median"].items()
    ]
    return "\n".join(
        [
            "## One unit's page",
            "",
            f"`python -m benchmarks.pages --data DIR`: all {result['areas']} areas of Leicester with Oadby and Wigston "
            f"on every page, in one headless Chromium, in turn, median of {result['runs']} openings. Folium's pages "
            "have areas and tooltips; ours also has the shortlist, answers, counts over time, search and paper. What "
            "folium would fetch is answered at once from this machine. Last column: how many times the bytes and the "
            "processor's time of ours.",
            "",
            "| | kB | kB as gzip | ms until drawn | processor ms of the page | times ours |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
            f"Folium's page grows with the outlines: open ones are generalised to {result['corners']} corners an area, "
            "so that simplifying them again saves next to nothing. Outlines as a force draws its own have about five "
            f"times as many; there are no open ones here, so the second group adds corners to the open ones, half a "
            f"metre aside ({result['detailed_corners']} an area). Ours simplifies both to the same page.",
            "",
            "Goals: 20 times fewer bytes, a quarter of plain folium's time, half of simplified folium's. With the same "
            "layers all three are met. Beside only six layers the goal for bytes is met on detailed outlines "
            "only, and the goal for time is missed. Most of what is left is reading the page, Leaflet, "
            "and drawing every area once, which six layers of folium need as well.",
            "",
            f"The machine was busy with other work (load {result['load']} on {result['machine']['cores']} cores), so "
            "the processor's time tells more than the milliseconds until drawn.",
            "",
            describe_statistics.machine(result["machine"]),
            "",
        ]
    )


def _beside(median: Mapping[str, Any], name: str) -> str:
    """A page beside ours of the same outlines; nothing for ours."""
    detailed = name.startswith("detailed")
    ours = next(one for one in median if "ours" in one and one.startswith("detailed") == detailed)
    if name == ours:
        return ""
    bytes_ratio, time_ratio = (median[name][figure] / median[ours][figure] for figure in ("bytes", "processor_ms"))
    return f"{bytes_ratio:.1f}, {time_ratio:.1f}"


def _over_http(result: Mapping[str, Any]) -> str:
    machine = result["machine"]
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    rows = [
        f"| {name}, {figures['bytes'] / 1000:.0f} kB, {which} | {figures['per_second']:,.0f} | "
        f"{figures['p99_ms']:,.0f} | {figures['processor_us']:,.0f} |"
        for name, both in result["median"].items()
        for which, figures in both.items()
    ]
    return "\n".join(
        [
            "## Answers that are kept, over HTTP",
            "",
            f"{result['connections']} connections that stay open, servers in turn, median of {result['runs']} runs. "
            "The peer is FastAPI as it is usually written: the same ranking encoded at each request, the same page "
            "sent as a file.",
            "",
            "| | answers a second | 99th percentile, ms | processor, millionths of a second for one |",
            "|---|---|---|---|",
            *rows,
            "",
            f"The machine was busy with other work (load {result['load']:.0f} on {machine['cores']} cores), which "
            "slows every row of this table; the processor's own time for one answer is the fairer figure.",
            "",
            f"{machine['cores']} cores, {machine['processor']}, Python {machine['python']}; {packages}.",
            "",
        ]
    )


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
