"""The section on candidates of the page on speed, from the kept results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

HEADER = """## Candidates, on one objective

What the candidates of a unit are worth together (need-score points; more is better), within the default limits.
"Default" is what a build does; "with proofs" searches exactly, here with a small limit of wall-clock seconds on a
machine busy with other work. spopt's regions (Ward, spatially constrained) are made of about seven areas each, cut down
to the limits area by area, and the best three taken. Seconds are the processor's, for the unit.
"""


def describe(kept: Mapping[str, Mapping[str, Any]]) -> str:
    """One table for each force measured."""
    return "\n".join([HEADER, *(_table(name, result) for name, result in kept.items())])


def _table(name: str, result: Mapping[str, Any]) -> str:
    force = name.removeprefix("candidates_").replace("_", " ").title()
    allowed = result["seconds_allowed"]
    packages = ", ".join(f"{package} {version}" for package, version in result["packages"].items())
    head = [
        f"**{force}** (proofs within {allowed:.0f} s a unit; {packages})",
        "",
        "| unit | areas | default | s | with proofs | bound | gap | s | greedy | Ward | one place, proven | s |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *(_row(code, unit) for code, unit in result["units"].items()), ""])


def _row(code: str, unit: Mapping[str, Any]) -> str:
    default, proofs, one = unit["default"], unit["proofs"], unit["one_place"]
    best = "none" if one["value"] is None else f"{one['value']:.1f}"
    cells = [
        code,
        f"{unit['areas']}",
        f"{default['value']:.1f}",
        f"{default['cpu_s']:.1f}",
        f"{proofs['value']:.1f}",
        f"{proofs['bound']:.1f}",
        f"{proofs['gap']:.1%}",
        f"{proofs['cpu_s']:.1f}",
        f"{unit['greedy']['value']:.1f}",
        f"{unit['ward']['value']:.1f}",
        best if one["proven"] else f"{best} (bound {one['bound']:.1f})",
        f"{one['cpu_s']:.1f}",
    ]
    return f"| {' | '.join(cells)} |"
