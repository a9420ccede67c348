"""The parts of the page about speed that say where the time of a build and of reading verbs goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks import describe_statistics
from benchmarks.verbs import BUDGET_MS

TRIED = """### Looked at and left

- Every statistic takes libpysal's `Graph`, and importing it brings scikit-learn, requests and BeautifulSoup: two fifths
  of the time of all imports. A graph of our own would save that and lose the exchange with PySAL.
- Where a unit can have no place, the mixed-integer programme proves which limit prevents it. In one unit of
  Leicestershire that takes 40 solves. No objective, no heuristics, no presolve, and flow from the first round on were
  tried: none was faster.
- Loading the spatial extension takes longer than most answers. Verbs that draw nothing do without it.
"""


def verbs(result: Mapping[str, Any]) -> str:
    """Reading verbs beside what they cannot do without."""
    floors = [f"| {name} | {ms} |" for name, ms in result["floors"].items()]
    rows = [f"| `{verb}` | {one['cpu_ms']} | {one['times_floor']:.1f} |" for verb, one in result["verbs"].items()]
    quick = sum(one["cpu_ms"] <= BUDGET_MS for one in result["verbs"].values())
    return "\n".join(
        [
            "## Verbs that read",
            "",
            "`python -m benchmarks.verbs WORKSPACE`: processor milliseconds of a whole process, the least of "
            f"{result['runs']}, on Leicestershire. The floor is a process that imports what the verb cannot do "
            "without; of `sql` it is that of one process, and `sql` has two, because what people type runs confined. "
            "A test lists the libraries that each verb may import.",
            "",
            "| floor | ms |",
            "|---|---|",
            *floors,
            "",
            "| verb | ms | times its floor |",
            "|---|---|---|",
            *rows,
            "",
            f"Goal {BUDGET_MS} ms: met by {quick} of {len(rows)} in this run, at a load of {result['load']} on "
            f"{result['machine']['cores']} cores, which slows every process; the ratio to the floor is fairer.",
            "",
            describe_statistics.machine(result["machine"]),
            "",
        ]
    )


def stages(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Where a build's time goes, before and after the work on it."""
    rows = [f"| {stage} | {before['seconds'][stage]:.2f} | {spent:.2f} |" for stage, spent in after["seconds"].items()]
    return "\n".join(
        [
            "## Where the time of a build goes",
            "",
            "`python -m benchmarks.stages data_samples/leicestershire.toml --data DIR`: processor seconds, everything "
            f"in one process, the least of {after['runs']} runs each, on a busy machine (load {before['load']} and "
            f"{after['load']} on {after['machine']['cores']} cores), so small differences mean nothing. A stage "
            "includes the stages named after it with a colon. A build imports once where the second process is a copy "
            "of the first (Linux), and twice elsewhere and before.",
            "",
            "| stage | before, s | after, s |",
            "|---|---|---|",
            *rows,
            "",
            TRIED,
        ]
    )
