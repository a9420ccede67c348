"""Mann-Kendall: test whether a short series rises or falls, without assuming a shape."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

_CELLS_AT_ONCE = 20_000_000


def mann_kendall(series: pd.DataFrame) -> pd.DataFrame:
    """Test each row for a rising or falling trend.

    Parameters
    ----------
    series : DataFrame
        Places down, steps across in order of time; NaN where a step is missing. Missing steps are skipped.

    Returns
    -------
    DataFrame
        The input's index; `step_count` (steps with a value), `trend_s` (pairs that rise less pairs that fall),
        `trend_tau` (Kendall's tau-b, NaN where all values are equal), `trend_z` (normal score of S, corrected for ties
        and for continuity), `trend_p_value` (two-sided). A constant or shorter than three steps: z is NaN and p is NaN,
        never significant.

    Notes
    -----
    Mann (1945); Kendall (1975), with the variance corrected for ties:
    Var S = (n(n-1)(2n+5) - Σ t(t-1)(2t+5)) / 18, z = (S -+ 1) / √Var. What could mislead: steps that resemble the step
    before (overlapping windows, seasons) make trends look surer than they are; it says whether a series rises, not by
    how much.
    """
    values = series.to_numpy(dtype=float)
    count = (~np.isnan(values)).sum(axis=1)
    rows = max(1, _CELLS_AT_ONCE // max(1, values.shape[1] ** 2))
    parts = [_pair_counts(values[i : i + rows]) for i in range(0, len(values), rows)]
    s, tie_term, tied_pairs = (
        (np.concatenate(part) for part in zip(*parts, strict=True)) if parts else (np.zeros(0),) * 3
    )
    pairs = count * (count - 1) / 2.0
    variance = (count * (count - 1.0) * (2.0 * count + 5.0) - tie_term) / 18.0
    testable = (variance > 0) & (count >= 3)
    spread, comparable = (
        np.sqrt(np.where(testable, variance, 1.0)),
        np.where(testable, pairs * (pairs - tied_pairs), 1.0),
    )
    z = np.where(testable, (s - np.sign(s)) / spread, np.nan)
    return pd.DataFrame(
        {
            "step_count": count,
            "trend_s": s.astype(int),
            "trend_tau": np.where(testable, s / np.sqrt(comparable), np.nan),
            "trend_z": z,
            "trend_p_value": 2.0 * stats.norm.sf(np.abs(z)),
        },
        index=series.index,
    )


def _pair_counts(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Count S, the tie term of its variance, and the number of tied pairs, for each row."""
    steps = values.shape[1]
    earlier, later = np.triu_indices(steps, k=1)
    difference = np.sign(values[:, later] - values[:, earlier])
    s = np.nansum(difference, axis=1)
    tied_pairs = (difference == 0).sum(axis=1).astype(float)
    # Each of t tied values sees t of its kind: Σ of (t-1)(2t+5) over values is Σ of t(t-1)(2t+5) over ties.
    same = np.stack([(values == values[:, [step]]).sum(axis=1) for step in range(steps)], axis=1) if steps else values
    tie_term = np.where(same > 0, (same - 1.0) * (2.0 * same + 5.0), 0.0).sum(axis=1)
    return s, tie_term, tied_pairs
