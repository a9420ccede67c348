"""The page on places and need, measured, from the kept results of prediction, shapes and proportion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Results = Mapping[str, Mapping[str, Any]]
FORCES = {"sample": "Sample force", "leicestershire": "Leicestershire", "west_midlands": "West Midlands"}
HEADER = """# Places and need, measured

Written by `python -m benchmarks.describe` from `benchmarks/results`. Each table names the command that measures it.
The sample force is made up; Leicestershire and the West Midlands are open data.
"""
PREDICTION = """## How well each choice foretells recorded crime

`python -m benchmarks.prediction NAME WORKSPACE`. Areas are ranked on the earlier months and scored on the later
ones. PAI is the share of later recorded crime that lies in the chosen areas over their share of areas (chance has
1); PAI by land is the same over their share of hectares. The 95% interval and the difference from last year's
counts (points of captured share) come from 999 bootstraps over areas.
"""
FIXED = """### Expected crime with fixed half-lives

PAI at 5% of areas where each month that is older by the half-life weighs half. The prior that draws few counts to
the force's mean was tried at 0, 1, 3 and 10 months as well: within a half-life it never changes the order of areas,
so it changes no figure here. Nobody could have chosen a half-life by this table: it is read after the fact.
"""
UNITS = """## Every unit

Built with the ready configurations, defaults throughout (the sample with its own shares); wards are used as teams
on the real forces. Total need is points above the force mean, less the cost of open edges. "Next best" is the share
of its total need that a place would lose if its nearest alternative took its place.
"""
SHAPES = """## What compact places give up

`python -m benchmarks.shapes NAME WORKSPACE`. Places are drawn with several values of `compactness` (points of need
for an open perimeter), with and without the rule against bends (`surround_share = 0.2`). By that rule a place may
bend around at most one other area for five of its own. An area is bent around where its point lies within the convex
hull of the place's points. Need covered is points above the force mean, and its change from the row of 40 without the
rule.
Roundness is Polsby and Popper's (1 for a circle; Schwartzberg's measure is one over its root); hull is the share of
its convex hull that a place fills; open is the share of its areas' perimeters that faces outside (edges cut).
"""
CHANGED = """## What places in proportion changed

`python -m benchmarks.proportion NAME BEFORE AFTER`. Before: three places of ten areas in every unit. After:
residents shared out by need, a floor, a reason for every place, names by need and no bends. Reasons are quoted.
"""


def describe(results: Results) -> str:
    """The whole page."""
    parts = [HEADER, PREDICTION, *_each(results, "prediction", _prediction), FIXED, _describe_fixed(results)]
    parts += [
        *_places(results),
        UNITS,
        *_each(results, "proportion", _units),
        SHAPES,
        *_each(results, "shapes", _shapes),
        CHANGED,
        _proportions(results),
    ]
    return "\n".join([*parts, *_each(results, "proportion", _describe_change)])


def _each(results: Results, what: str, table: Any) -> Iterator[str]:
    for force, title in FORCES.items():
        if f"{what}_{force}" in results:
            yield table(title, results[f"{what}_{force}"])


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows]]
    return "\n".join([*lines, ""])


def _prediction(title: str, result: Mapping[str, Any]) -> str:
    on, scored = result["ranked_on"], result["scored_on"]
    rows = [
        [
            row["chosen_by"],
            f"{row['captured_share']:.1%}",
            f"{row['pai']:.2f} ({row['pai_low']:.2f} to {row['pai_high']:.2f})",
            f"{row['pai_by_land']:.2f}",
            _points(row),
        ]
        for row in result["by_score"]
    ]
    said = (
        f"**{title}**: ranked on {on['months']} months ({on['from']} to {on['to']}), scored on {scored['months']} "
        f"({scored['from']} to {scored['to']}); {rows and int(result['by_score'][0]['place_count'])} of "
        f"{result['assessable_areas']:,} areas.\n"
    )
    return f"{said}\n" + _table(
        ["ranked by", "captured", "PAI by area", "PAI by land", "beside last year's counts"], rows
    )


def _points(row: Mapping[str, Any]) -> str:
    if row["chosen_by"].startswith("crime counts"):
        return ""
    if row["difference_low"] == row["difference_high"] == 0:
        return "the same areas"
    low, middle, high = (100 * row[name] for name in ("difference_low", "difference", "difference_high"))
    return f"{middle:+.1f} ({low:+.1f} to {high:+.1f})"


def _describe_fixed(results: Results) -> str:
    found = {
        title: results[f"prediction_{force}"] for force, title in FORCES.items() if f"prediction_{force}" in results
    }
    first = next(iter(found.values()))
    lives = list(dict.fromkeys(row["half_life_months"] for row in first["fixed"]))
    rows = []
    for title, result in found.items():
        pai = {row["half_life_months"]: row["pai"] for row in result["fixed"] if row["prior_months"] == 0}
        last_year = next(row["pai"] for row in result["by_score"] if row["chosen_by"].startswith("crime counts"))
        rows.append(
            [title, *(f"{pai[life]:.3f}" for life in lives), f"{last_year:.3f}", _describe_fitted(result["fitted"])]
        )
    heads = ["all months alike" if life is None else f"{life:.0f} months" for life in lives]
    return _table(["", *heads, "last year's counts", "fitted on the earlier months"], rows)


def _describe_fitted(fitted: Mapping[str, Any]) -> str:
    if not fitted["folds"]:
        return "too few months: 12 is used"
    return "all months alike" if fitted["half_life_months"] is None else f"{fitted['half_life_months']:.0f} months"


def _places(results: Results) -> Iterator[str]:
    yield "### Places, and as many areas chosen freely\n"
    yield (
        "Places are drawn anew on the earlier months and scored on the later ones: within the limits of today, and\n"
        "within the absolute limits of before.\n"
    )
    rows = []
    for force, title in FORCES.items():
        for row in results.get(f"prediction_{force}", {}).get("by_place", ()):
            by, when = row["chosen_by"].rsplit(", ", 1)
            share = f"{row['captured_share']:.1%}"
            rows.append(
                [title, when, by, f"{row['place_count']}", share, f"{row['pai']:.2f}", f"{row['pai_by_land']:.2f}"]
            )
    yield _table(["", "limits", "chosen by", "areas", "captured", "PAI by area", "PAI by land"], rows)


def _shapes(title: str, result: Mapping[str, Any]) -> str:
    base = next(r for r in result["choices"] if (r["compactness"], r["surround_share"]) == (40.0, 1.0))
    rows = [
        [
            f"{row['compactness']:.0f}",
            "yes" if row["surround_share"] < 1 else "no",
            f"{row['places']}",
            f"{row['need_held']:,.0f} ({row['need_held'] / base['need_held'] - 1:+.1%})",
            f"{row['polsby_popper_median']:.2f} ({row['polsby_popper_least']:.2f})",
            f"{row['schwartzberg_median']:.2f}",
            f"{row['hull_share_median']:.2f} ({row['hull_share_least']:.2f})",
            f"{row['open_share_median']:.2f}",
            f"{row['places_that_bend']}",
            f"{row['proven_units']} of {row['units']}",
        ]
        for row in result["choices"]
    ]
    head = ["compactness", "rule", "places", "need covered", "roundness, middle (least)", "Schwartzberg"]
    head += ["hull, middle (least)", "open", "places that bend", "units proven best"]
    return f"**{title}**\n\n" + _table(head, rows)


def _units(title: str, result: Mapping[str, Any]) -> str:
    rows = [
        [
            unit["npu_name"],
            f"{unit['candidate_count']}",
            f"{unit['objective_value']:.0f}",
            f"{unit['greedy_value']:.0f}",
            "proven best" if unit["proven"] else f"at most {unit['gap']:.1%} below the best",
            _next_best(unit["next_best"]),
        ]
        for unit in result["after"]["units"]
    ]
    head = [title, "places", "total need", "by greedy growth", "proof", "next best"]
    return _table(head, rows)


def _next_best(share: float | None) -> str:
    """What the nearest alternative loses; one that would lose all of it is none."""
    return "none" if share is None or share >= 1 else f"{share:.1%}"


def _proportions(results: Results) -> str:
    rows = []
    for force, title in FORCES.items():
        if f"proportion_{force}" not in results:
            continue
        for when in ("before", "after"):
            build = results[f"proportion_{force}"][when]
            areas = sum(place["area_count"] for place in build["places"])
            found = [f"{len(build['places'])}", f"{areas} of {build['areas_of_force']:,} ({build['area_share']:.1%})"]
            rows.append([title, when, *found, f"{build['resident_share']:.1%}", f"{build['most_of_a_unit']:.1%}"])
    head = ["", "", "places", "areas", "of the force's residents", "of a unit's residents, at most"]
    return _table(head, rows)


def _describe_change(title: str, result: Mapping[str, Any]) -> str:
    before, after = ({p["candidate_id"]: p for p in result[when]["places"]} for when in ("before", "after"))
    rows = [
        [code, *_place(before.get(code)), *_place(after.get(code))]
        for code in sorted(before | after, key=_unit_and_rank)
    ]
    head = ["place", "name before", "areas", "reason before", "name after", "areas", "reason after"]
    return f"### {title}\n\n" + _table(head, rows)


def _unit_and_rank(code: str) -> tuple[str, int]:
    unit, rank = code.rsplit("-", 1)
    return unit, int(rank)


def _place(place: Mapping[str, Any] | None) -> tuple[str, str, str]:
    if place is None:
        return "none", "", ""
    return place["candidate_name"], f"{place['area_count']}", f"`{place['reason']}`"
