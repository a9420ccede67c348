"""Measure displacement and diffusion around a place: whether crime moved next door, or the benefit spread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from geo.evaluation.judge_change import JudgedChange
from geo.exceptions import InputRefused


@dataclass(frozen=True)
class BeforeAfter:
    """Counts of one area set before and after, and the weights they are divided by (months, hectares; usually 1)."""

    before: float
    after: float
    before_weight: float = 1.0
    after_weight: float = 1.0

    @property
    def change(self) -> float:
        """After less before, each divided by its weight."""
        return self.after / self.after_weight - self.before / self.before_weight

    @property
    def variance(self) -> float:
        """Variance of the change, for Poisson counts."""
        return self.after / self.after_weight**2 + self.before / self.before_weight**2


@dataclass(frozen=True)
class Displacement:
    """The weighted displacement difference: crimes fewer (negative) or more, catchment included.

    Attributes
    ----------
    estimate, standard_error, z, low, high : float
        With the 95% interval. The error allows for the dispersion of counts only: it is a lower bound.
    """

    estimate: float
    standard_error: float
    z: float
    low: float
    high: float


def weighted_displacement_difference(
    treated: BeforeAfter,
    control: BeforeAfter,
    catchment: BeforeAfter | None = None,
    catchment_control: BeforeAfter | None = None,
    *,
    dispersion: float = 1.0,
    level: float = 0.95,
) -> Displacement:
    """Compute the weighted displacement difference (WDD) of Wheeler and Ratcliffe.

    Parameters
    ----------
    treated, control : BeforeAfter
        The place and what it is compared with.
    catchment, catchment_control : BeforeAfter, optional
        Where crime may have moved, and what that is compared with.
    dispersion : float
        φ of the counts; widens the variance.
    level : float
        Of the interval.

    Notes
    -----
    Wheeler and Ratcliffe (2018), A simple weighted displacement difference test, Crime Science 7:11: (T1 - T0) -
    (C1 - C0) + (D1 - D0) - (DC1 - DC0); its variance is the sum of all eight counts, each over its squared weight. What
    could mislead: it takes change in the control as what would have happened, in crimes and not in per cent, and knows
    nothing of how places drift.
    """
    parts = [(treated, 1.0), (control, -1.0)]
    parts += [(one, sign) for one, sign in ((catchment, 1.0), (catchment_control, -1.0)) if one is not None]
    estimate = sum(sign * part.change for part, sign in parts)
    return _with_error(estimate, float(np.sqrt(dispersion * sum(part.variance for part, _ in parts))), level)


def harm_weighted_difference(
    by_type: Mapping[str, Displacement], weights: Mapping[str, float], *, level: float = 0.95
) -> Displacement:
    """Compute the WDD in days of harm: each type's estimate times its weight; variances times squared weights.

    Parameters
    ----------
    by_type : mapping of str to Displacement
        Estimate of each crime type, in incidents.
    weights : mapping of str to float
        Days of harm of one record, by crime type; each type of `by_type` needs one.
    level : float
        Confidence of the interval, 0 to 1.

    Returns
    -------
    Displacement
        Estimate, standard error and interval in days of harm.
    """
    estimate = sum(weights[name] * one.estimate for name, one in by_type.items())
    variance = sum(weights[name] ** 2 * one.standard_error**2 for name, one in by_type.items())
    return _with_error(estimate, float(np.sqrt(variance)), level)


def weighted_displacement_quotient(treated: BeforeAfter, control: BeforeAfter, catchment: BeforeAfter) -> float:
    """Compute the weighted displacement quotient (WDQ) of Bowers and Johnson.

    Parameters
    ----------
    treated, control, catchment : BeforeAfter
        The place, what it is compared with, and where crime may have moved.

    Returns
    -------
    float
        Below -1 more crime moved than was prevented; -1 to 0 some moved; above 0 the benefit spread; above 1 by more
        than the fall itself. NaN where the place did not fall against its control: the quotient then means nothing.

    Raises
    ------
    InputRefused
        The control has no incident in one of the windows.

    Notes
    -----
    Bowers and Johnson (2003), Journal of Quantitative Criminology 19: (Da/Ca - Db/Cb) / (Ra/Ca - Rb/Cb).
    """
    if not (control.before > 0 and control.after > 0):
        raise InputRefused("The control has no incident in one of the windows", "Choose a larger control")
    success = treated.after / control.after - treated.before / control.before
    if not success < 0:
        return float("nan")
    return (catchment.after / control.after - catchment.before / control.before) / success


def hidden_displacement(catchment: JudgedChange) -> float:
    """Return the most incidents that may have moved next door undetected: upper end of the placebo interval."""
    return max(catchment.after_count * (1 - 1 / catchment.effect_high), 0.0)


def _with_error(estimate: float, error: float, level: float) -> Displacement:
    reach = float(norm.ppf((1 + level) / 2)) * error
    z = estimate / error if error > 0 else float("nan")
    return Displacement(estimate, error, z, estimate - reach, estimate + reach)
