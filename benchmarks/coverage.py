"""How many of the things foretold an interval may miss, where they are not independent of each other.

Neighbours move together, so a force of 600 areas counts for fewer: blocks (wards or teams) say how many. And the areas
of one force share their year: in a year of much change more of them leave their intervals, however many there are. The
spread between years says how much that is; each year is judged by the other years.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats


@dataclass(frozen=True)
class CoverageShare:
    """The share that an interval covered in one force and year, and how many independent things they count for."""

    share: float
    count: int
    count_for: float

    @classmethod
    def of(cls, inside: pd.Series, blocks: pd.Series) -> CoverageShare:
        """By blocks that lie together: the variance of the share between blocks against that of independent things."""
        share, count = float(inside.mean()), len(inside)
        groups = inside.astype(float).groupby(blocks.reindex(inside.index).fillna("none").astype(str))
        residual = groups.sum() - share * groups.size()
        number = len(residual)
        variance = number / max(number - 1, 1) * float((residual**2).sum()) / count**2
        independent = share * (1 - share) / count
        effect = max(variance / independent, 1.0) if independent > 0 else 1.0
        return cls(share, count, count / effect)

    def variance(self, level: float) -> float:
        """Of the share, were the year like any other."""
        return level * (1 - level) / self.count_for


def year_variance(by_year: Mapping[str, CoverageShare], level: float) -> float:
    """Variance of the share between years, about the stated level and beyond what a share of so many things varies."""
    beyond = [(one.share - level) ** 2 - one.variance(level) for one in by_year.values()]
    return max(float(np.mean(beyond)), 0.0) if beyond else 0.0


def judge_years(by_year: Mapping[str, CoverageShare], level: float) -> dict[str, dict[str, Any]]:
    """Each year against the range that the others give: is it one of those in which the stated share is covered?"""
    found = {}
    for name, one in by_year.items():
        others = {other: value for other, value in by_year.items() if other != name}
        between = year_variance(others, level)
        reach = stats.t.ppf(0.975, max(len(others) - 1, 1)) * np.sqrt(between + one.variance(level))
        naive = stats.binom.interval(0.95, one.count, level)
        found[name] = {
            "count": one.count,
            "held": round(one.share, 4),
            "binomial_95": [round(float(end) / one.count, 4) for end in naive],
            "count_for_by_blocks": round(one.count_for),
            "count_for_with_years": round(level * (1 - level) / (between + one.variance(level))),
            "range_95": [round(float(level - reach), 4), round(min(float(level + reach), 1.0), 4)],
            "inside": bool(abs(one.share - level) <= reach),
        }
    return found


def judge_mean(by_year: Mapping[str, CoverageShare], level: float) -> dict[str, float]:
    """The mean of the years, each counting once, with its standard error from their spread."""
    shares = np.array([one.share for one in by_year.values()])
    error = float(shares.std(ddof=1) / np.sqrt(len(shares)))
    reach = float(stats.t.ppf(0.975, len(shares) - 1)) * error
    mean = float(shares.mean())
    return {
        "years": len(shares),
        "held": round(mean, 4),
        "standard_deviation_of_years": round(float(shares.std(ddof=1)), 4),
        "low_95": round(mean - reach, 4),
        "high_95": round(min(mean + reach, 1.0), 4),
        "stated": level,
    }
