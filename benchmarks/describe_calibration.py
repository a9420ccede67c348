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
Results = Mapping[str, Any]


def calibration_page(results: Results) -> str:
    """Markdown: every p-value and every interval, what it states and what came."""
    parts = (_ranks(results["calibration"]), _forecasts(results), _levels(results), _search(results["search_loss"]))
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


def _forecasts(results: Results) -> Iterable[str]:
    found = results["forecast_coverage"]
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
    yield from _left_out(found)
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
        one = results[f"forecasts_{force}"]
        for model, row in sorted(one["all"].items(), key=lambda item: item[1]["interval_score"]):
            yield (
                f"| {NAMES[force]}, {one['origins']} | {model} | {row['interval_score']:.2f} | "
                f"{_percent(row['inside'])} | "
                f"{_percent(row['inside_beside_force'])} |"
            )
    yield ""


def _left_out(found: Mapping[str, Any]) -> Iterable[str]:
    """Coverage with the force's yearly movement learnt without the year, and without the force."""
    by_year, by_force = found["year_left_out"], found["force_left_out"]
    yield (
        "That movement is learnt from the same years. Learnt from the others, the 95% interval covered (in brackets "
        "the standard deviation learnt):\n"
    )
    yield "| year foretold | this year left out | this force left out | all years |"
    yield "|---|---|---|---|"
    for name, year in found["years"].items():
        cells = [
            f"{_percent(one['years'][name]['held'])} ({_percent(one['years'][name]['force_drift'])})"
            for one in (by_year, by_force)
        ]
        yield f"| {_name(name)} | {' | '.join(cells)} | {_percent(year['held'])} |"
    for which, words in (("together", "Mean of all"), ("together_real", "Mean of the real years")):
        cells = [_percent(one[which]["held"]) for one in (by_year, by_force)]
        yield f"| {words} | {' | '.join(cells)} | {_percent(found[which]['held'])} |"
    real = by_force["together_real"]
    yield (
        f"\nWith a force's movement never learnt from itself, the mean of the {real['years']} real years is "
        f"{_percent(real['held'])} (95% interval of that mean: {_percent(real['low_95'])} to "
        f"{_percent(real['high_95'])}). So few years cannot say whether 95% is reached: in a year that moves further "
        "than any other force's did, as Leicestershire's after its restrictions, fewer places lie inside.\n"
    )


def _levels(results: Results) -> Iterable[str]:
    found = {name: results[f"levels_{name}"] for name in NAMES if f"levels_{name}" in results}
    yield "## Level: is it higher than expected? (5%)\n"
    yield (
        "Size is the share of surfaces without anything planted on which something is called above: it should be 5%. "
        "On every surface expectation, spread and shape are fitted anew, as a build does. Each surface is compared "
        "with surfaces drawn from what is fitted to it, one for each, all taken together (Giacomini, Politis and "
        "White 2013). In brackets the standard error, that of the limit included.\n"
    )
    yield "- **Fitted**: drawn from what is fitted to the force."
    yield (
        "- **Dealt out**: the force's own areas, all strands of one together, dealt out anew as residuals; areas that "
        "the test calls above are set aside."
    )
    yield (
        "- **Dealt out, ordinary areas**: the same, with every area set aside that is above the highest of half of "
        "the drawn surfaces.\n"
    )
    yield from _sizes(found)
    yield ""
    yield from _judge_sizes(found)
    yield "\n### Power\n"
    yield (
        "Share of surfaces on which what was planted is found, selection allowed for: a connected place of "
        f"{next(iter(found.values()))['planted_areas']} areas, and a single area, anywhere in the force, with its "
        "counts multiplied. Surfaces drawn from what is fitted.\n"
    )
    yield from _powers(found)
    costs = ", ".join(f"{one['cpu_s_499_draws']:.1f} in {NAMES[name]}" for name, one in found.items())
    yield (
        "\nPower is low because areas with the same expectation differ so much: only what is far above all of them is "
        "called above. The p-value by need keeps deprivation as it is and ranks the strands, so it sees little of one "
        "place. The tests are part of every build, in its second process; processor seconds for 499 surfaces: "
        f"{costs}.\n"
    )
    yield from _before(results["levels_before"])


_TESTS = {
    "area": "single area",
    "place_by_level": "place, its areas together",
    "place_by_need": "place, by its need score",
}
_KINDS = {"fitted": "fitted", "dealt": "dealt out", "dealt_ordinary": "dealt out, ordinary areas"}


def _sizes(found: Mapping[str, Any]) -> Iterable[str]:
    yield f"| force | surfaces | test | {' | '.join(_KINDS.values())} |"
    yield "|---|---|---|---|---|---|"
    for name, one in found.items():
        aside = f"{one['set_aside']['dealt']} and {one['set_aside']['dealt_ordinary']} set aside"
        for test, words in _TESTS.items():
            cells = [_share(one["size"][kind][test]) for kind in _KINDS]
            head = f"| {NAMES[name]}, {one['areas']:,} areas, {aside} | {one['null_surfaces']} | {words}"
            yield f"{head} | {' | '.join(cells)} |"


def _judge_sizes(found: Mapping[str, Any]) -> Iterable[str]:
    for name, one in found.items():
        if "nested" in one:
            nested = one["nested"]
            yield (
                f"Judged as a build does, each of {nested['surfaces']} fitted surfaces of {NAMES[name]} by "
                f"{nested['draws']} draws of its own, the size of the test of single areas is "
                f"{_share(nested['area'])}.\n"
            )
    for kind, words in _KINDS.items():
        large = [
            f"{_TESTS[test]} in {NAMES[name]} ({_percent(size['share'])})"
            for name, one in found.items()
            for test, size in one["size"][kind].items()
            if size["share"] - one["nominal"] > 1.96 * size["standard_error"]
        ]
        yield f"- {words[0].upper()}{words[1:]}: {'above 5% by more than 1.96 standard errors: ' if large else ''}" + (
            f"{', '.join(large)}." if large else "no size is above 5% by more than 1.96 standard errors."
        )
    yield (
        "\nDealing out keeps a force's own highest areas, but for those set aside. Where the highest that stays is "
        "just short of the limit, the error of what is expected of it carries it over on some deals, so this size "
        "depends on which areas are set aside. With none set aside, a test that calls an area above would do so on "
        "nearly every deal. Pages print `p_selected` beside what they say."
    )


def _powers(found: Mapping[str, Any]) -> Iterable[str]:
    times = list(next(iter(found.values()))["power_of_areas"])
    yield f"| force | surfaces | what is planted | {' | '.join(f'{float(by):g} times' for by in times)} |"
    yield f"|---|---|---|{'---|' * len(times)}"
    for name, one in found.items():
        for test, words in _TESTS.items():
            shares = [
                one["power_of_areas"][by] if test == "area" else one["power"].get(by, {}).get(test) for by in times
            ]
            cells = [_share(share) if share else "" for share in shares]
            yield f"| {NAMES[name]} | {one['planted_surfaces']} | {words} | {' | '.join(cells)} |"


_METHODS = {"fixed": "expectation fixed", "uncertain": "expectation uncertain"}


def _before(found: Mapping[str, Any]) -> Iterable[str]:
    yield "### What earlier methods gave\n"
    yield (
        "They expected counts by a mean of counts of similar areas, took the spread as a gamma, and did not fit spread "
        "and weights anew on drawn surfaces. One area far above raised what was expected of every area like it; on "
        "surfaces drawn from that, the same areas were called above again and again. A place was judged by its total, "
        "which one area can rule.\n"
    )
    yield "| force | surfaces drawn about | surfaces | single area | place by its total | place by its need score |"
    yield "|---|---|---|---|---|---|"
    for force, methods in found["forces"].items():
        for method, one in methods.items():
            cells = [_share(one["size"][test]) for test in ("area", "place_by_total", "place_by_need")]
            yield f"| {NAMES[force]} | {_METHODS[method]} | {one['null_surfaces']} | {' | '.join(cells)} |"
    yield ""


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
        f"\n{_percent(proven, 0)} of the exact answers are proven best. Why a loss does not raise the size, in "
        "short: a place is never taken to be stronger than what the cheap search found in its unit. So its p is at "
        "least p0 = (1 + null surfaces whose strongest is as strong as the observed surface's strongest, all by the "
        "cheap search) / (R + 1). Under the null, observed and drawn surfaces are drawn and searched alike, so the "
        "rank of the observed strongest is uniform and P(p0 <= a) <= a, whatever the search misses. That is exact "
        "where the null is known; here its parameters are fitted, and the sizes above say what that does. Power is "
        "lost where "
        "the search misses a place.\n"
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
