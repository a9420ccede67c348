"""Estimate how far places move where nothing is done: the spread against which every change is judged."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import stats
from scipy.optimize import brentq

from geo.arrays import Floats
from geo.evaluation.placebo_places import Places
from geo.exceptions import ConfigurationRefused, InputRefused

LEVEL = 0.95
POWER = 0.8
LEAST_PLACEBOS = 8.0
LEAST_RANKED = 100.0
RANK, FITTED, FORMULA = "rank", "fitted", "formula"
_HALF = 0.5
_LARGEST_FALL = 0.999999


@dataclass(frozen=True)
class NullSpread:
    """The distribution of a place's log change where nothing was done.

    Attributes
    ----------
    centre : float
        Mean log change of the placebo places against the comparison: what a place of the same rule does anyway.
    drift_variance : float
        Variance between places beyond the dispersion of their counts.
    dispersion : float
        φ of area-month counts, at least 1.
    effective_count : float
        As how many separate placebos the (overlapping) ones count.
    tail_freedom : float
        Degrees of freedom of a t with the kurtosis of the placebos; infinite where tails are no wider than normal.
    inference : str
        'rank', 'fitted' or 'formula'.
    standardised : ndarray
        Each placebo's change less the centre, over its own standard error.
    """

    centre: float
    drift_variance: float
    dispersion: float
    effective_count: float
    tail_freedom: float
    inference: str
    standardised: Floats = field(repr=False)

    def standard_error(self, before: float, after: float) -> float:
        """Standard error of the log change of a place with these counts, with that of the centre."""
        own = self.drift_variance + self.noise(before, after)
        return float(np.sqrt(own * (1 + 1 / self.effective_count)))

    def noise(self, before: float, after: float) -> float:
        """Variance of a log change from the dispersion of counts alone: the lower bound."""
        return self.dispersion * (1 / (before + _HALF) + 1 / (after + _HALF))

    def p_by_rank(self, standardised: float) -> float:
        """Two-sided p-value: share of placebos that moved at least as far, counted at their effective number."""
        if not len(self.standardised):
            return float("nan")
        further = float((np.abs(self.standardised) >= abs(standardised)).mean())
        return (1 + self.effective_count * further) / (1 + self.effective_count)

    def p_fitted(self, standardised: float) -> float:
        """Two-sided p-value by the fitted spread: the larger of a t for few placebos and a t with their wide tails."""
        few = 2 * stats.t.sf(abs(standardised), self.effective_count - 1)
        wide = 2 * stats.t.sf(abs(standardised) / self._tail_scale(), self.tail_freedom)
        return float(max(few, wide))

    def p_value(self, standardised: float) -> float:
        """p-value by rank if placebos are many, else by the fitted spread."""
        return self.p_by_rank(standardised) if self.inference == RANK else self.p_fitted(standardised)

    def reach(self, level: float = LEVEL) -> float:
        """Half-width of an interval in standard errors: by rank if placebos are many, else by the fitted t."""
        if self.inference != RANK:
            return self._fitted_quantile((1 + level) / 2)
        share = (1 - level) * (1 + 1 / self.effective_count) - 1 / self.effective_count
        return float(np.quantile(np.abs(self.standardised), 1 - max(share, 0.0)))

    def least_detectable_fall(self, before: float, *, level: float = LEVEL, power: float = POWER) -> float:
        """Smallest fall, as a share, that is detected with that power; NaN if none is.

        Parameters
        ----------
        before : float
            Count of the earlier window; the later one is expected to be the same times the centre.
        level, power : float
            Of the two-sided interval; how often such a fall must be found.
        """
        if not before > 0:
            return float("nan")
        reach = self.reach(level) + self._fitted_quantile(power)
        expected = before * float(np.exp(self.centre))

        def short_of(fall: float) -> float:
            return float(-np.log1p(-fall) - reach * self.standard_error(before, expected * (1 - fall)))

        return float(brentq(short_of, 0.0, _LARGEST_FALL)) if short_of(_LARGEST_FALL) > 0 else float("nan")

    def _fitted_quantile(self, share: float) -> float:
        few = stats.t.ppf(share, self.effective_count - 1)
        return float(max(few, self._tail_scale() * stats.t.ppf(share, self.tail_freedom)))

    def _tail_scale(self) -> float:
        """Factor that brings the wide-tailed t to variance 1."""
        return 1.0 if np.isinf(self.tail_freedom) else float(np.sqrt(1 - 2 / self.tail_freedom))


def log_changes(before: Floats, after: Floats, rest_before: Floats, rest_after: Floats) -> Floats:
    """Return the log ratio of ratios: a place's change over its comparison's, with a half added to each count."""
    own = np.log((after + _HALF) / (before + _HALF))
    return np.asarray(own - np.log((rest_after + _HALF) / (rest_before + _HALF)))


def fit_null(changes: Floats, before: Floats, after: Floats, places: Places, *, dispersion: float) -> NullSpread:
    """Fit the spread of change to placebo places.

    Parameters
    ----------
    changes : ndarray
        Log change of each place against its comparison, as :func:`log_changes` gives it.
    before, after : ndarray
        Its counts.
    places : Places
        The places, for how far they overlap.
    dispersion : float
        φ of area-month counts, at least 1.

    Returns
    -------
    NullSpread

    Raises
    ------
    ConfigurationRefused
        The dispersion is below 1.
    InputRefused
        The placebos count as fewer than eight separate ones.

    Notes
    -----
    Placebo or randomisation inference in space (Abadie, Diamond and Hainmueller 2010; Hagemann 2019 on few clusters).
    A place's variance is φ(1/b + 1/a) + τ²: τ² by moments. The effective number is n² / Σ r², with r the share of areas
    that two places have in common (the variance of a variance estimated from correlated normal draws), and never more
    than the places of one packing. The fitted spread is the wider of a t for that number and a t with the placebos'
    kurtosis, whose degrees of freedom are 4 + 6 / excess. What could mislead: nearby places that share no area also
    move together, so the effective number can err to the large side.
    """
    if not dispersion >= 1.0:
        raise ConfigurationRefused(f"The dispersion is {dispersion:g}", "Use the larger of 1 and the estimate")
    effective = places.effective_count
    if effective < LEAST_PLACEBOS:
        raise InputRefused(
            f"The force has room for {effective:.1f} separate places of this size; {LEAST_PLACEBOS:g} are needed",
            "Judge by the formula for small forces, or choose a smaller place",
        )
    noise = dispersion * (1 / (before + _HALF) + 1 / (after + _HALF))
    return fit_moments(changes, noise, effective_count=effective, dispersion=dispersion)


def fit_places(places: Places, before: pd.Series[float], after: pd.Series[float], *, dispersion: float) -> NullSpread:
    """Fit the spread of change to places of a force whose counts by area are given; see :func:`fit_null`."""
    counts = lay_out_counts(places, before, after)
    change, first, second = (counts[name].to_numpy() for name in ("log_change", "before_count", "after_count"))
    return fit_null(change, first, second, places, dispersion=dispersion)


def fit_moments(changes: Floats, noise: Floats, *, effective_count: float, dispersion: float) -> NullSpread:
    """Fit centre, drift and tails from each change, its variance from counts alone, and the effective number."""
    centre = float(changes.mean())
    spread = float(((changes - centre) ** 2).mean()) * effective_count / (effective_count - 1)
    drift = max(spread - float(noise.mean()), 0.0)
    standardised = (changes - centre) / np.sqrt(noise + drift)
    wide = float(stats.kurtosis(standardised))
    tail = 4 + 6 / wide if wide > 0 else np.inf
    inference = RANK if effective_count >= LEAST_RANKED else FITTED
    return NullSpread(centre, drift, dispersion, effective_count, tail, inference, standardised)


def lay_out_counts(places: Places, before: pd.Series[float], after: pd.Series[float]) -> pd.DataFrame:
    """Return counts of each place and of the rest of the force, before and after, and the log change.

    Parameters
    ----------
    places : Places
        Sets of areas.
    before, after : Series of float
        Counts of every area of the force, in the order of the columns of `places`.

    Returns
    -------
    DataFrame
        One row a place: `before_count, after_count, rest_before, rest_after, log_change`.
    """
    own = places.add_up(pd.DataFrame({"before": before, "after": after}))
    rest = np.array([before.sum(), after.sum()]) - own
    frame = pd.DataFrame(np.hstack([own, rest]), columns=["before_count", "after_count", "rest_before", "rest_after"])
    return frame.assign(log_change=log_changes(*(frame[name].to_numpy() for name in frame.columns)))
