"""The section on candidates of the page on speed, from the kept results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_ALIKE = 1e-4

HEADER = """## Candidates, on one objective

The tables give the value of the candidates of a unit together (need-score points; more is better). The absolute
limits are the same for every unit: three places of at most ten areas and 20,000 residents. The shares, the floor and
the rule against bends that a build adds are left out; [places and need, measured](places-measured.md) has every unit
with them. The column "three places" is what a build does within these limits. The column "one place" is solved twice,
by listing and by a mixed-integer programme that knows nothing of it. The regions of spopt (Ward, spatially
constrained, and Skater) are made of about seven areas each, cut down to the limits area by area, and the best three
taken. Seconds are the processor's, for the unit.
"""


def describe(results: Mapping[str, Mapping[str, Any]]) -> str:
    """One table for each force measured."""
    return "\n".join([HEADER, *(_table(name, result) for name, result in results.items())])


def _table(name: str, result: Mapping[str, Any]) -> str:
    force = name.removeprefix("candidates_").replace("_", " ").title()
    allowed = result["seconds_allowed"]
    packages = ", ".join(f"{package} {version}" for package, version in result["packages"].items())
    head = [
        f"**{force}** ({packages}; spopt's regions given {allowed:.0f} s a unit)",
        "",
        "| unit | areas | three places | bound | gap | s | greedy | Ward | s | Skater | s "
        "| one place | by listing, s | by programme, s |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *(_row(code, unit) for code, unit in result["units"].items()), ""])


def _row(code: str, unit: Mapping[str, Any]) -> str:
    together, one = unit["together"], unit["one_place"]
    cells = [
        code,
        f"{unit['areas']}",
        f"{together['value']:.1f}",
        f"{together['bound']:.1f}",
        f"{together['gap']:.1%}" if together["gap"] else "proven best",
        f"{together['cpu_s']:.2f}",
        f"{unit['greedy']['value']:.1f}",
        *_regions(unit["ward"]),
        *_regions(unit["skater"]),
        *_one(one["listed"], one["programme"]),
    ]
    return f"| {' | '.join(cells)} |"


def _regions(found: Mapping[str, Any]) -> tuple[str, str]:
    if found["value"] is None:
        return "not done", f"over {found['cpu_s']:.0f}"
    return f"{found['value']:.1f}", f"{found['cpu_s']:.2f}"


def _one(listing: Mapping[str, Any], programme: Mapping[str, Any]) -> tuple[str, str, str]:
    """The programme names the least bad place where none has a value above zero; listing names none."""
    alike = abs(listing["value"] - max(0.0, programme["value"] or 0.0)) < _ALIKE
    agreed = "" if alike and programme["proven"] and not listing["gap"] else " (not agreed)"
    return f"{listing['value']:.1f}{agreed}", f"{listing['cpu_s']:.2f}", f"{programme['cpu_s']:.2f}"
