"""The kept results of the statistics as Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import Any

BESIDE = """## Local statistics beside their peers

`python -m benchmarks.statistics`: upper-tail p-values of ranks, the neighbours prepared beforehand, one thread each,
every way in a process of its own that is warm. Where esda has numba it first compiles; that first call is shown and not
counted. The national areas are real, their counts made up. Memory is what the process took on top of what it used when
the task was ready.
"""
FLOOR = """### How far from the floor

Of one surface of 1,719 areas (16 orders of 53,000 sums) about two fifths of the time are Newton's recursion, a quarter
the transforms back, and the rest reading power sums, adding up tails and asking them. The recursion is 3 million
complex multiplications and additions; NumPy takes each in two passes, about 2 ns, where compiled code would need one,
and the transforms run at their library's speed for batches. Compiled code could save perhaps a third; it would cost a
compiler at installation.

Four things were tried and left out. Bounds for runs of 64 frequencies saved work on smooth counts and cost more than
they saved on counts with ties. Blocks of 512, 1,024 and 4,096 frequencies were slower than 2,048. One transform at a
time ran at half the speed of batches or less. Single frequencies were dropped inside a block, but monthly counts have
few distinct values, and then hardly any frequency is negligible.
"""
EXACTNESS = """# What exact p-values change, measured

Written by `python -m benchmarks.describe` from `benchmarks/results/exactness.json`, which
`python -m benchmarks.exactness` makes.

## The error that is left

| how the exact answer was found, and what it was checked against | largest error |
|---|---|
"""
CLASSES = """
## How often a simulated class differs

West Midlands, 1,719 areas, 19 complete months, upper tail, corrected for the number of areas. The class of an area is
hotspot at 99, 95 or 90%, or none. esda simulates, its tail stated beforehand; each seed is one run that someone might
have made. With 999 draws no p-value falls below 0.001, so at least 34 areas must reach that floor together or none is
named.

| surface | draws | hotspots (95%), exact | simulated, by seed | areas with another class, by seed |
|---|---|---|---|---|
"""
PLANTED = """
## What is found of a planted cluster

900 areas in a square, negative binomial counts (mean 60, shape 3), one square cluster that is busier; upper tail, 5%,
999 draws of esda. Power is the share of the cluster's areas that are named; false is the mean share of named areas that
neither belong to the cluster nor touch it. Each cell: exact / esda corrected / esda uncorrected.

| cluster | times as busy | power | false | seen at all |
|---|---|---|---|---|
"""
WAYS = ("exact", "esda corrected", "esda uncorrected")
OURS = ("exact", "shared null, 999 draws")


def speed(result: Mapping[str, Any]) -> str:
    """Statistics rows of the page on speed."""
    many = result["many_surfaces"]
    reached = "reached" if many["seconds"] <= many["goal_seconds"] else "missed"
    each_ms = 1000 * many["processor_seconds"] / many["surfaces"]
    return "\n".join(
        [
            BESIDE,
            *(_surface(result[part]) for part in ("west_midlands", "national") if part in result),
            f"**{many['surfaces']} surfaces of {many['areas']:,} areas** (14 crime types, 36 months; ranks, exact",
            f"p-values, correction; {many['threads']} threads): {many['seconds']:.1f} s, in which the "
            f"processors worked {many['processor_seconds']:.1f} s",
            f"({each_ms:.0f} ms a surface).",
            f"Goal {many['goal_seconds']} s: {reached} in this run, {_load(many)}.",
            "",
            FLOOR,
            machine(result["machine"]),
            "",
        ]
    )


def _surface(surface: Mapping[str, Any]) -> str:
    head = "| way | ms | first call, s | peak memory, MB | exact is faster, times | shared null is faster, times |"
    rows = []
    for name, figures in surface["ways"].items():
        faster = [surface["times_faster"].get(f"{ours} against {name}") for ours in OURS]
        cells = [
            f"{1000 * figures['seconds']:,.1f}",
            f"{figures['first_call_seconds']:.1f}",
            f"{figures['peak_mb']:,.0f}",
            *(f"{one['median']:g} ({one['lowest']:g} to {one['highest']:g})" if one else "" for one in faster),
        ]
        rows.append(f"| {name} | {' | '.join(cells)} |")
    goals, worst = surface["goals"], max(surface["furthest_from_exact"].values())
    return "\n".join(
        [
            f"**{surface['areas']:,} areas**, up to {surface['most_neighbours']} neighbours",
            "",
            head,
            "|---|---|---|---|---|---|",
            *rows,
            "",
            f"Goals: exact {goals['exact']} times esda's 9,999 draws, shared null {goals['shared_null']} times its",
            f"999. In every area the simulated answers lie within {worst:.1f} of their standard errors.",
            f"Timed by {_clock(surface)}, {_load(surface)}.",
            "",
        ]
    )


def _clock(surface: Mapping[str, Any]) -> str:
    """For one thread, processor time is what the clock would show on a machine that runs nothing else."""
    each = next(iter(surface["ways"].values()))
    return "processor time" if "each_run_by_the_clock" in each else "the clock"


def _load(figures: Mapping[str, Any]) -> str:
    return f"on a shared machine with {figures['load_before']:g} processes at its two cores"


def exactness(result: Mapping[str, Any]) -> str:
    """The page on what exact p-values change."""
    errors = [f"| {name} | {error:.1e} |\n" for name, error in result["largest_error"].items()]
    surfaces = result["planted"][0]["surfaces"]
    return "".join(
        [
            EXACTNESS,
            *errors,
            CLASSES,
            *(_classes(surface, draws) for surface in result["west_midlands"] for draws in surface["draws"]),
            PLANTED,
            *map(_describe_planted, result["planted"]),
            f"\nMean of {surfaces} surfaces each.\n\n",
            machine(result["machine"]) + "\n",
        ]
    )


def _classes(surface: Mapping[str, Any], draws: str) -> str:
    found = surface["draws"][draws]
    hotspots, differ = found["hotspots_by_seed"], found["areas_that_differ_by_seed"]
    return (
        f"| {surface['surface']} | {int(draws):,}, {len(differ)} seeds | {surface['exact_hotspots']} | "
        f"{min(hotspots)} to {max(hotspots)} | {min(differ)} to {max(differ)}, median {median(differ):g} |\n"
    )


def _describe_planted(row: Mapping[str, Any]) -> str:
    figures = [
        " / ".join(f"{row['found'][way][figure]:.0%}" for way in WAYS)
        for figure in ("power", "false_discovery", "seen_at_all")
    ]
    return f"| {row['cluster_areas']} areas | {row['times_as_busy']} | {' | '.join(figures)} |\n"


def machine(figures: Mapping[str, Any]) -> str:
    """What the figures were taken on, as one line."""
    packages = ", ".join(f"{name} {version}" for name, version in figures["packages"].items())
    return f"{figures['cores']} cores, {figures['processor']}, Python {figures['python']}; {packages}."
