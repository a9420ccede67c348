"""The page and the picture that say how often what is stated came true, from the kept results of `benchmarks.truth`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

INK, LINE, PALE = "#222", "#b2182b", "#b8c4d0"
_LEFT, _TOP, _SIDE = 70, 50, 300
NAMES = {
    "sample": "Sample",
    "leicestershire": "Leicestershire",
    "west_midlands": "West Midlands",
    "london": "London",
    "sheffield": "Sheffield",
}
Kept = Mapping[str, Any]


def calibration_page(kept: Kept) -> str:
    """Markdown: every p-value and every interval, what it states and what came."""
    parts = (_ranks(kept["calibration"]), _forecasts(kept), _levels(kept), _search(kept["search_loss"]))
    return "\n".join([_HEAD, *(line for part in parts for line in part)])


_HEAD = """# What is stated, and how often it came true

Written by `python -m benchmarks.describe` from `benchmarks/results`, which one command makes for every p-value and
every interval. The suite runs a short form of it on a made-up force. How each is worked out is in
[level.md](level.md); the tests of change are in [change.md](change.md).

```
python -m benchmarks.truth --data DIR sample=WORKSPACE leicestershire=WORKSPACE west_midlands=WORKSPACE
```
"""


def _ranks(found: Mapping[str, Any]) -> Iterable[str]:
    together, left_out, high = found["together"], found["left_out_together"], found["highest_fifth"]
    yield "## Next year's rank (90%)\n"
    yield (
        "Each row is a year that the program had not seen: ranks were foretold from the months before it. London and "
        "Sheffield are "
        "ranked from stored police.uk answers; areas usually drift as they did there, and no example is built from "
        "them.\n"
    )
    yield (
        "| year foretold | areas | in the 90% range | 95% of shares, areas independent | the same, years allowed for |"
    )
    yield "|---|---|---|---|---|"
    for name, year in found["years"].items():
        yield (
            f"| {_name(name)} | {year['count']:,} | {_percent(year['held'])} | {_range(year['binomial_95'])} | "
            f"{_range(year['range_95'])} |"
        )
    yield (
        f"\nThe mean of the {together['years']} years is {_percent(together['held'])} (95% interval of that mean: "
        f"{_percent(together['low_95'])} to {_percent(together['high_95'])}); among the fifth of areas foretold to "
        "rank highest it is "
        f"{_percent(high['held'])}. With the spread stretched for each year as the other years would have it, the "
        "mean is "
        f"{_percent(left_out['held'])}; the program stretches by {found['stretch']:g}.\n"
    )
    below, above = (
        sum(sign * (year["held"] - year["binomial_95"][end]) > 0 for year in found["years"].values())
        for sign, end in ((-1, 0), (1, 1))
    )
    yield (
        f"Even were areas independent, {below or 'no'} year had too few ranks inside; {above} more than stated. The "
        "interval errs to the wide side.\n"
    )
    count_for = [year["count_for_with_years"] for year in found["years"].values()]
    blocks = {_name(name): (year["count"], year["count_for_by_blocks"]) for name, year in found["years"].items()}
    sample = next((values for name, values in blocks.items() if name.startswith("Sample")), None)
    yield (
        "Areas are not independent. Neighbours hardly matter in real forces: taken by wards or teams, their areas "
        "count for nearly as many as there "
        f"are{f' (the sample, with its planted changes, {sample[1]} of {sample[0]})' if sample else ''}. The year "
        "matters: in a year of much change more ranks leave their intervals in the whole force, however many areas "
        "it has. Shares of "
        f"different years vary by {_points(together['standard_deviation_of_years'])} (standard deviation), so one "
        "year says as much "
        f"as {min(count_for)} to {max(count_for)} independent areas would. The last column allows for that; each year "
        "is judged by the others.\n"
    )
    yield "## Probability of the top 5% next year\n"
    yield "![Stated probability against how often it came true](../pictures/reliability.svg)\n"
    yield "| stated, mean | areas and years | came true | 95% interval of that share |"
    yield "|---|---|---|---|"
    for row in found["reliability"]:
        yield (
            f"| {row['stated']:.1%} | {row['areas']:,} | {row['came_true']:.1%} | {row['low_95']:.1%} to "
            f"{row['high_95']:.1%} |"
        )
    yield "\nAll years of the table above together.\n"


def _forecasts(kept: Kept) -> Iterable[str]:
    found = kept["forecast_coverage"]
    together, beside, conformal = found["together"], found["beside_force"], found["conformal_together"]
    yield "## A place's count next year (95%)\n"
    yield "Places are wards or teams of at least three areas.\n"
    yield (
        "| year foretold | places | in the 95% range | with the force's own movement taken out | the force moved by |"
    )
    yield "|---|---|---|---|---|"
    for name, year in found["years"].items():
        moved = found["force_moved"][name]
        yield (
            f"| {_name(name)} | {year['count']} | {_percent(year['held'])} | "
            f"{_percent(found['beside_force_years'][name])} | "
            f"{100 * (2.718281828459045**moved - 1):+.1f}% |"
        )
    yield (
        f"\nThe mean of the years is {_percent(together['held'])} ({_percent(beside['held'])} beside the force). All "
        "places of a force "
        f"share its movement, so the years differ by {_points(together['standard_deviation_of_years'])}: an interval "
        "of 95% is one over "
        "years, and in a single year nearly all places can lie inside, or many outside. A force's total is taken to "
        "move by "
        f"{_percent(found['force_drift'], 0)} a year (standard deviation), the root mean square of the real years "
        "above. "
        "The sample's planted changes are foreseen by no model.\n"
    )
    yield (
        "Tried and not used: a conformal factor for each year from the other years "
        f"({min(found['conformal'].values()):.2f} to {max(found['conformal'].values()):.2f}) gives a mean of "
        f"{_percent(conformal['held'])} and years that differ more "
        f"({_points(conformal['standard_deviation_of_years'])}).\n"
    )
    yield (
        "Models compared by rolling origin; the interval score (lower is better) counts width and misses together:\n"
    )
    yield "| force, origins | model | interval score | 95% covered | beside the force |"
    yield "|---|---|---|---|---|"
    for force in ("leicestershire", "sample"):
        one = kept[f"forecasts_{force}"]
        for model, row in sorted(one["all"].items(), key=lambda item: item[1]["interval_score"]):
            yield (
                f"| {NAMES[force]}, {one['origins']} | {model} | {row['interval_score']:.2f} | "
                f"{_percent(row['inside'])} | "
                f"{_percent(row['inside_beside_force'])} |"
            )
    yield ""


def _levels(kept: Kept) -> Iterable[str]:
    yield "## Level: is it higher than expected? (5%)\n"
    yield (
        "Surfaces are drawn from each force's own null, with its residents, similar areas, neighbours and deprivation; "
        "on each, everything is worked out anew. Size is the share of surfaces without anything planted on which "
        "something is called above: it should be 5%. Power is the share on which what was planted is found. In "
        "brackets the standard error.\n"
    )
    now = {name: kept[f"levels_{name}"] for name in NAMES if f"levels_{name}" in kept}
    before = {name: kept[f"levels_{name}_fixed"] for name in NAMES if f"levels_{name}_fixed" in kept}
    yield "Surfaces drawn about an uncertain expectation, as the program does:\n"
    yield from _level_table(now)
    yield "\nSurfaces drawn about a fixed expectation, as it did before:\n"
    yield from _level_table(before)
    costs = ", ".join(f"{one['cpu_s_499_draws']:.1f} in {NAMES[name]}" for name, one in now.items())
    large = [
        f"{_TESTS[test]} in {NAMES[name]}"
        for name, one in now.items()
        for test in _TESTS
        if one[test]["null"]["share"] - one["nominal"] > 2 * one[test]["null"]["standard_error"]
    ]
    if large:
        yield f"\nMore than two standard errors above 5% as the program does it: {', '.join(large)}.\n"
    yield (
        "\nPower is low because areas with the same expectation differ so much: only what is far above is called "
        f"above. The tests are part of every build, in its second process; processor seconds for 499 surfaces: "
        f"{costs}.\n"
    )


_TESTS = {"place_by_total": "place by its total", "place_by_need": "place by its need score", "area": "single area"}


def _level_table(found: Mapping[str, Any]) -> Iterable[str]:
    yield "| force | null and planted surfaces | test | size | power | | |"
    yield "|---|---|---|---|---|---|---|"
    for name, one in found.items():
        counts = f"{one['null_surfaces']} and {one['planted_surfaces']}"
        for test, words in _TESTS.items():
            size, *power = one[test].items()
            shares = [f"{_share(value)} at {float(times):g} times" for times, value in power]
            cells = [*shares, "", "", ""][:3]
            head = f"| {NAMES[name]}, {one['areas']:,} areas | {counts} | {words}"
            yield f"{head} | {_share(size[1])} | {' | '.join(cells)} |"


def _search(found: Mapping[str, Any]) -> Iterable[str]:
    yield "## What the cheap search for places loses\n"
    yield (
        "The p-value of a place runs a cheap search (growth from twelve peaks of each unit) on every surface. Here "
        "the exact search "
        "looks for the best place under the same limits. Ratio of the strongest place's value, cheap over exact:\n"
    )
    yield (
        "| force | as it is | null surfaces, mean | least | the same place found | surfaces | ms a surface, cheap "
        "and exact |"
    )
    yield "|---|---|---|---|---|---|---|"
    for name, one in found.items():
        null = one["null"]
        yield (
            f"| {NAMES[name]} | {one['observed']['strongest']:.3f} | {null['strongest_mean']:.3f} | "
            f"{null['strongest_least']:.3f} | "
            f"{_percent(null['same_place'], 0)} | {one['surfaces']} | {one['cheap_ms_a_surface']:.0f} and "
            f"{one['exact_ms_a_surface']:,.0f} |"
        )
    proven = min(one["proven"] for one in found.values())
    yield (
        f"\n{_percent(proven, 0)} of the exact answers are proven best. A loss makes no place look stronger than it "
        "is: the observed "
        "surface is searched in the same cheap way as the null surfaces, and a place is never taken to be stronger "
        "than what the cheap "
        "search found in its unit. So a loss cannot raise the size; it can only cost power.\n"
    )


def reliability_svg(found: Mapping[str, Any]) -> str:
    """The reliability diagram: a point for each class of stated probabilities, with its interval."""
    rows = found["reliability"]
    parts = [
        (
            f'<text x="{_LEFT}" y="26" fill="{INK}" font-weight="bold">In the top 5% next year: stated, and how '
            "often it came true</text>"
        ),
        f'<rect x="{_LEFT}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="{PALE}"/>',
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="{PALE}" stroke-width="2"/>',
    ]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(
            f'<text x="{_x(share)}" y="{float(_y(0)) + 18:.1f}" fill="{INK}" text-anchor="middle">{share:.0%}</text>'
        )
        parts.append(
            f'<text x="{_LEFT - 8}" y="{float(_y(share)) + 4:.1f}" fill="{INK}" text-anchor="end">{share:.0%}</text>'
        )
    for row in rows:
        x = _x(row["stated"])
        parts.append(
            f'<line x1="{x}" x2="{x}" y1="{_y(row["low_95"])}" y2="{_y(row["high_95"])}" stroke="{LINE}" '
            'stroke-width="2"/>'
        )
        parts.append(f'<circle cx="{x}" cy="{_y(row["came_true"])}" r="4" fill="{LINE}"/>')
        parts.append(
            f'<text x="{float(x) + 8:.1f}" y="{float(_y(row["came_true"])) + 14:.1f}" fill="{INK}" '
            f'font-size="11">{row["areas"]:,}</text>'
        )
    years = "; ".join(_name(name) for name in found["years"])
    return "\n".join(
        [
            (
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 470 420" font-family="sans-serif" '
                'font-size="13" role="img">'
            ),
            (
                f"<title>Reliability of the probability of the top 5% next year. {years}. On the grey line what is "
                "stated comes true.</title>"
            ),
            '<rect width="470" height="420" fill="#fff"/>',
            *parts,
            (
                f'<text x="{_x(0.5)}" y="{float(_y(0)) + 38:.1f}" fill="{INK}" text-anchor="middle">stated '
                "probability</text>"
            ),
            (
                f'<text x="{_LEFT}" y="{float(_y(0)) + 58:.1f}" fill="{INK}" font-size="11">Upright lines: 95% '
                "interval. Small figures: areas and years.</text>"
            ),
            "</svg>\n",
        ]
    )


def _x(share: float) -> str:
    return f"{_LEFT + _SIDE * share:.1f}"


def _y(share: float) -> str:
    return f"{_TOP + _SIDE * (1 - share):.1f}"


def _name(year: str) -> str:
    force, rest = year.split(", ", 1)
    return f"{NAMES.get(force, force)}, {rest}"


def _percent(share: float, decimals: int = 1) -> str:
    return f"{share:.{decimals}%}"


def _points(share: float) -> str:
    return f"{100 * share:.1f} points"


def _range(ends: Iterable[float]) -> str:
    low, high = ends
    return f"{_percent(low)} to {_percent(high)}"


def _share(one: Mapping[str, float]) -> str:
    return f"{_percent(one['share'])} ({100 * one['standard_error']:.1f})"
