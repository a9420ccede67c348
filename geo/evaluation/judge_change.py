"""Judge a place's change against placebo places: effect, interval, p-values and the smallest detectable fall."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.evaluation.null_spread import LEVEL, NullSpread, log_changes

FELL, ROSE, NO_CLEAR_CHANGE = "fell", "rose", "no change detected"


@dataclass(frozen=True)
class JudgedChange:
    """A change judged against placebo places.

    Attributes
    ----------
    before_count, after_count : float
        Of the place.
    change_ratio : float
        After over before; NaN where there was none before.
    ratio_of_ratios : float
        The same over the comparison's, before any correction.
    expected_ratio : float
        What the placebo places did: 1 if a place chosen by this rule keeps step with the comparison.
    effect_ratio, effect_low, effect_high : float
        Ratio of ratios over the expected one, and its interval: every value that the test does not refuse.
    p_value, p_rank, p_fitted : float
        Two-sided. `p_value` is that by rank where placebos are many, else the fitted one.
    inference : str
        'rank', 'fitted' or 'formula'.
    placebo_count : int
        Placebo places, which overlap.
    effective_count : float
        How many separate ones they count as.
    least_detectable_fall : float
        Share; found four times out of five.
    dispersion_low, dispersion_high : float
        The interval that allows for the dispersion of counts alone: a lower bound of the width, never the verdict.
    change_class : str
        'fell', 'rose' or 'no change detected'.
    """

    before_count: float
    after_count: float
    change_ratio: float
    ratio_of_ratios: float
    expected_ratio: float
    effect_ratio: float
    effect_low: float
    effect_high: float
    p_value: float
    p_rank: float
    p_fitted: float
    inference: str
    placebo_count: int
    effective_count: float
    least_detectable_fall: float
    dispersion_low: float
    dispersion_high: float
    change_class: str


def judge_change(
    before: float,
    after: float,
    rest_before: float,
    rest_after: float,
    *,
    null: NullSpread,
    level: float = LEVEL,
) -> JudgedChange:
    """Judge one place's change.

    Parameters
    ----------
    before, after : float
        Its counts in the two windows.
    rest_before, rest_after : float
        Those of its comparison.
    null : NullSpread
        From placebo places of the same size, windows and rule that touch neither the place nor its catchment.
    level : float
        Of the interval.

    Returns
    -------
    JudgedChange
        The change against that of the comparison, its interval and its p-value.

    Notes
    -----
    What could mislead: it says whether the place moved further than places do, not why; an action that reached the
    comparison, too, is not seen.
    """
    change = float(log_changes(*(np.array([x]) for x in (before, after, rest_before, rest_after)))[0])
    effect, error, reach = change - null.centre, null.standard_error(before, after), null.reach(level)
    low, high = np.exp(effect - reach * error), np.exp(effect + reach * error)
    by_rank, fitted = null.p_by_rank(effect / error), null.p_fitted(effect / error)
    bound = 1.959963984540054 * np.sqrt(null.noise(before, after))
    return JudgedChange(
        before_count=before,
        after_count=after,
        change_ratio=after / before if before > 0 else float("nan"),
        ratio_of_ratios=float(np.exp(change)),
        expected_ratio=float(np.exp(null.centre)),
        effect_ratio=float(np.exp(effect)),
        effect_low=float(low),
        effect_high=float(high),
        p_value=null.p_value(effect / error),
        p_rank=by_rank,
        p_fitted=fitted,
        inference=null.inference,
        placebo_count=len(null.standardised),
        effective_count=null.effective_count,
        least_detectable_fall=null.least_detectable_fall(before * np.exp(change - effect) * rest_after / rest_before)
        if rest_before > 0
        else float("nan"),
        dispersion_low=float(np.exp(change - bound)),
        dispersion_high=float(np.exp(change + bound)),
        change_class=FELL if high < 1 else ROSE if low > 1 else NO_CLEAR_CHANGE,
    )
