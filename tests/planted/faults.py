"""Faults that the tests must notice, a few of each kind that has slipped through once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Fault:
    """One text in a module of `geo`, and what is planted in its place."""

    path: str
    old: str
    new: str

    @property
    def module(self) -> str:
        """The dotted name."""
        return self.path.removesuffix(".py").replace("/", ".")

    @property
    def tests(self) -> list[str]:
        """The tests of the module, at the place that mirrors it; those of its room where it has no file of its own."""
        folder, _, name = self.path.rpartition("/")
        own = f"tests/{folder}/test_{name}"
        return [own if (ROOT / own).exists() else f"tests/{folder}", "tests/geo/test_constants.py"]


# An area that cannot be assessed takes no part.
MASKS = [
    Fault("geo/need/ranking.py", 'values = values.where(measures["assessable"])', "values = values"),
    Fault("geo/hotspots/find_hotspots.py", ".where(counted)", ""),
    Fault("geo/hotspots/find_hotspots.py", ".fillna(False)", ".fillna(True)"),
    Fault("geo/trends/emerging.py", "started |= assessable[:, step]", "started |= True"),
    Fault("geo/trends/emerging.py", 'steps["gi_star_z"].where(steps["q_value"].notna())', 'steps["gi_star_z"]'),
    Fault("geo/candidates/units.py", ".where(need.notna())", ""),
]
# Each reason is given where it is true, and nowhere else.
REASONS = [
    Fault("geo/candidates/left_out.py", "else FOUND_LATE", "else OTHERS_BETTER"),
    Fault("geo/candidates/left_out.py", "LONG_EDGE if unit.fits", "PLACE_FULL if unit.fits"),
    Fault("geo/candidates/left_out.py", "return FEW_TEAMS if", "return LOW_AROUND if"),
    Fault("geo/candidates/left_out.py", 'FOUND_LATE = "found late"', 'FOUND_LATE = "others worth more"'),
    Fault("geo/measures/strands.py", "mask(around > everything", "mask(around < everything"),
    Fault("geo/measures/strands.py", "NO_DEPRIVATION_REASON)", "NO_INCIDENT_REASON)"),
    Fault("geo/measures/other_measures.py", 'HOLDS_ON_SOME = "holds on some"', 'HOLDS_ON_SOME = "holds on all"'),
]
# What is done after an interruption is little.
INTERRUPTIONS = [
    Fault("geo/candidates/solve.py", 'if packing.stopped == "interrupted"', "if False"),
    Fault("geo/candidates/solve.py", "groups=0, proofs=0", "groups=0"),
    Fault("geo/candidates/solve.py", "groups=0, proofs=0", "proofs=0"),
]
# Which divisor a variance has.
DIVISORS = [
    Fault("geo/trends/expectation.py", "logs.var(ddof=0)", "logs.var(ddof=1)"),
    Fault("geo/need/area_types.py", "moved.var(ddof=0)", "moved.var(ddof=1)"),
    Fault("geo/need/area_types.py", "moved.std(ddof=0)", "moved.std(ddof=1)"),
    Fault("geo/need/similar_areas.py", "used.std(ddof=0)", "used.std(ddof=1)"),
    Fault("geo/need/similar_areas.py", "theirs.var()", "theirs.var(ddof=0)"),
    Fault("geo/need/need_index.py", "force.std()", "force.std(ddof=1)"),
    Fault("geo/candidates/units.py", "counted.std()", "counted.std(ddof=0)"),
    Fault("geo/candidates/evidence.py", "unit.std(ddof=0)", "unit.std(ddof=1)"),
    Fault("geo/hotspots/local_statistics.py", "centred.std()", "centred.std(ddof=1)"),
    Fault("geo/hotspots/local_statistics.py", "/ x.std()", "/ x.std(ddof=1)"),
]
# What happens at a limit itself.
LIMITS = [
    Fault("geo/measures/suppression.py", "max(total - SLACK, least_count)", "(total - SLACK)"),
    Fault("geo/measures/suppression.py", "frame.ge(least_count)", "frame.gt(least_count)"),
    Fault("geo/measures/suppression.py", "np.maximum(visible - SLACK, least_count)", "(visible - SLACK)"),
    Fault("geo/measures/suppression.py", ".clip(lower=0.5)", ""),
    Fault("geo/measures/suppression.py", "least_count: int = 10", "least_count: int = 9"),
    Fault("geo/measures/suppression.py", "high >= least_count - 1", "high > least_count - 1"),
    Fault("geo/measures/suppression.py", "low <= others * (least", "low < others * (least"),
    Fault("geo/measures/suppression.py", "low > (others + 1) *", "low >= (others + 1) *"),
    Fault("geo/measures/strands.py", "month_count < THRESHOLDS", "month_count <= THRESHOLDS"),
    Fault("geo/measures/strands.py", "around > everything.median()", "around >= everything.median()"),
    Fault("geo/trends/emerging.py", ".le(alpha)", ".lt(alpha)"),
    Fault("geo/trends/emerging.py", ">= rules.least_steps", "> rules.least_steps"),
    Fault("geo/trends/emerging.py", "<= trend_alpha", "< trend_alpha"),
    Fault("geo/trends/emerging.py", ", 9) >= 0", ", 9) > 0"),
    Fault("geo/need/rank_intervals.py", ">= ROBUST_SHARE", "> ROBUST_SHARE"),
    Fault("geo/need/rank_intervals.py", "draws < LEAST_DRAWS", "draws <= LEAST_DRAWS"),
]
# These went unnoticed when they were first planted.
ONCE_MISSED = [kind[0] for kind in (MASKS, REASONS, INTERRUPTIONS, DIVISORS, LIMITS)]
FAULTS = [*MASKS, *REASONS, *INTERRUPTIONS, *DIVISORS, *LIMITS]
NOTHING = Fault("geo/measures/ranks.py", "from __future__ import annotations", "from __future__ import annotations")
