"""Emerging hotspots: class each place's run of hot and cold steps, in 17 classes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.exceptions import ConfigurationRefused, InputRefused
from geo.hotspots.significance import BESIDE_A_HOTSPOT, CANNOT_BE_ASSESSED
from geo.trends.mann_kendall import mann_kendall

# The order decides where two descriptions fit: the first that fits is the class, hot before cold.
PATTERNS = (
    "new",
    "consecutive",
    "intensifying",
    "diminishing",
    "historical",
    "persistent",
    "oscillating",
    "sporadic",
)
NO_PATTERN = "no pattern"
EMERGING_CLASSES = (
    *(f"{pattern} {kind}" for pattern in PATTERNS for kind in ("hotspot", "coldspot")),
    NO_PATTERN,
)
_STEP_MONTHS = {"month": 1, "quarter": 3}


@dataclass(frozen=True)
class EmergingRules:
    """Limits behind the classes.

    Parameters
    ----------
    least_steps : int
        Assessable steps below which a place cannot be assessed.
    usual_share : float
        Share of assessable steps that must be hot for 'intensifying', 'persistent', 'diminishing' and 'historical'.
    trend_alpha : float
        Largest two-sided p-value of the trend that is named.
    """

    least_steps: int = 10
    usual_share: float = 0.9
    trend_alpha: float = 0.05


EMERGING_RULES = EmergingRules()


def classify_emerging(
    steps: pd.DataFrame, *, step: str, alpha: float = 0.05, rules: EmergingRules = EMERGING_RULES
) -> pd.DataFrame:
    """Class each place by its hot and cold steps and the trend of its z scores.

    Parameters
    ----------
    steps : DataFrame
        One row for each place and step: `area_code, period_start, gi_star_z, q_value`; NaN where the place could not be
        assessed, no row where the step is missing. One surface only (one measure, one crime type), q-values over the
        whole force in each step. Where it has `hotspot_class`, an area 'beside a hotspot' is not hot, as on the map.
    step : {'month', 'quarter'}
        Length of a step. Steps of the calendar that are missing for the whole force are gaps.
    alpha : float
        A step is hot where q <= alpha and z > 0, cold where q <= alpha and z < 0.
    rules : EmergingRules
        The limits behind the classes.

    Returns
    -------
    DataFrame
        Index `area_code`, sorted: `emerging_class` (one of :data:`EMERGING_CLASSES` or 'cannot be assessed'),
        `step_count` (assessable steps), `hot_step_count`, `cold_step_count`, `final_step` (period_start of the last
        assessable step), `last_hot_step` (of the last hot one; NaT where never hot), `trend_tau`, `trend_z`,
        `trend_p_value`.

    Raises
    ------
    ConfigurationRefused
        `step` is neither of the two.
    InputRefused
        A place has two rows for a step, or a period does not start on the first of a month of the step's calendar.

    Notes
    -----
    The definitions are Esri's (ArcGIS Pro, How Emerging Hot Spot Analysis works), on Gi* with a false discovery rate
    in each step, with a Mann-Kendall trend. For hot places; for cold ones the same with signs changed:

    - new: hot in the final step, never before.
    - consecutive: one unbroken final run of at least two hot steps, never hot before it, under 90% hot.
    - intensifying: at least 90% hot, the final step among them, z rising. For cold places: z falling.
    - diminishing: at least 90% hot, the final step among them, z falling. For cold places: z rising.
    - historical: final step not hot, at least 90% hot.
    - persistent: at least 90% hot, the final step among them, no trend.
    - oscillating: hot in the final step, cold in an earlier one, under 90% hot.
    - sporadic: hot in the final step, on and off, under 90% hot, never cold.

    They are asked in this order (:data:`PATTERNS`) and the first that fits is the class. Gaps are skipped: they count
    as neither hot nor quiet, and they end a run. What could mislead: on ranks, 'intensifying' means against the rest of
    the force, whose total may fall; the final step rules most classes, so a class may change with every new month.
    """
    z, hot, cold = _lay_out(steps, step=step, alpha=alpha)
    assessable = ~np.isnan(z.to_numpy())
    trend = mann_kendall(z)
    fits = {}
    for kind, own, other, direction in (("hotspot", hot, cold, 1), ("coldspot", cold, hot, -1)):
        found = _fitting(own, other, assessable, direction * _named_trend(trend, rules.trend_alpha), rules)
        fits.update({f"{pattern} {kind}": mask for pattern, mask in found.items()})
    enough = assessable.sum(axis=1) >= rules.least_steps
    ordered = [name for name in EMERGING_CLASSES if name != NO_PATTERN]
    classes = np.select([~enough, *(fits[name] for name in ordered)], [CANNOT_BE_ASSESSED, *ordered], NO_PATTERN)
    return pd.DataFrame(
        {
            "emerging_class": pd.Series(classes, index=z.index, dtype="str"),
            "step_count": assessable.sum(axis=1),
            "hot_step_count": hot.sum(axis=1),
            "cold_step_count": cold.sum(axis=1),
            "final_step": _last_steps(pd.DatetimeIndex(z.columns), assessable),
            "last_hot_step": _last_steps(pd.DatetimeIndex(z.columns), hot),
            "trend_tau": trend["trend_tau"],
            "trend_z": trend["trend_z"],
            "trend_p_value": trend["trend_p_value"],
        },
        index=z.index,
    )


def _lay_out(
    steps: pd.DataFrame, *, step: str, alpha: float
) -> tuple[pd.DataFrame, NDArray[np.bool_], NDArray[np.bool_]]:
    """Return scores with places down and every step of the calendar across; which steps are hot, which cold."""
    which, named = pd.factorize(steps["area_code"], sort=True)
    places = pd.Index(named, name="area_code")
    starts = pd.DatetimeIndex(pd.to_datetime(steps["period_start"])).as_unit("ns")
    calendar = _calendar(starts, step=step)
    at = which, calendar.get_indexer(starts)
    twice = len(steps) - len(np.unique(which * max(len(calendar), 1) + at[1]))
    if twice:
        raise InputRefused(f"{twice} rows repeat a place and step", "Pass one surface: one measure and one crime type")
    z = np.full((len(places), len(calendar)), np.nan)
    hot, cold = np.zeros(z.shape, dtype=bool), np.zeros(z.shape, dtype=bool)
    score = steps["gi_star_z"].where(steps["q_value"].notna()).to_numpy(dtype=float)
    significant = steps["q_value"].le(alpha).to_numpy()
    beside = steps["hotspot_class"].eq(BESIDE_A_HOTSPOT).to_numpy() if "hotspot_class" in steps else False
    z[at], hot[at], cold[at] = score, significant & (score > 0) & ~np.asarray(beside), significant & (score < 0)
    return pd.DataFrame(z, index=places, columns=calendar), hot, cold


def _calendar(starts: pd.DatetimeIndex, *, step: str) -> pd.DatetimeIndex:
    """List every step from the first to the last, with those without a row."""
    if step not in _STEP_MONTHS:
        raise ConfigurationRefused(f"The step is {step!r}", f"Use one of {', '.join(_STEP_MONTHS)}")
    if starts.empty:
        return starts
    calendar = pd.date_range(starts.min(), starts.max(), freq=pd.DateOffset(months=_STEP_MONTHS[step])).as_unit("ns")
    distinct = starts.unique()
    strays = distinct[~distinct.isin(calendar) | (distinct.day != 1)]
    if len(strays):
        raise InputRefused(
            f"Steps of one {step} do not start on {', '.join(day.date().isoformat() for day in strays[:3])}",
            f"Give the first day of each {step} as period_start",
        )
    return calendar


def _named_trend(trend: pd.DataFrame, trend_alpha: float) -> NDArray[np.float64]:
    """Return 1 if z rises, -1 if it falls, 0 if neither is detected."""
    return np.where(trend["trend_p_value"] <= trend_alpha, np.sign(trend["trend_z"]), 0.0)


def _fitting(
    own: NDArray[np.bool_],
    other: NDArray[np.bool_],
    assessable: NDArray[np.bool_],
    trend: NDArray[np.float64],
    rules: EmergingRules,
) -> dict[str, NDArray[np.bool_]]:
    """Find the places that each description fits, for hot (own hot, other cold) or for cold places."""
    total = own.sum(axis=1)
    final = _at_final(own, assessable)
    run = _final_run(own, assessable)
    # Whole numbers on both sides: 0.9 of 10 steps must be 9, whatever 0.9 is in binary.
    usual = np.round(total - rules.usual_share * assessable.sum(axis=1), 9) >= 0
    alone = total == run  # every hot step lies in the final run
    return {
        "new": final & (total == 1),
        "consecutive": final & alone & (run >= 2) & ~usual,
        "intensifying": final & usual & (trend > 0),
        "diminishing": final & usual & (trend < 0),
        "historical": ~final & usual & (total > 0),
        "persistent": final & usual,
        "oscillating": final & ~usual & other.any(axis=1),
        "sporadic": final & ~usual,
    }


def _at_final(own: NDArray[np.bool_], assessable: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return whether the last assessable step of each place is hot."""
    if not own.size:
        return np.zeros(len(own), dtype=bool)
    hot: NDArray[np.bool_] = own[np.arange(len(own)), _last(assessable)]
    return hot


def _last(assessable: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the position of the last assessable step; the last of all if there is none."""
    last: NDArray[np.intp] = assessable.shape[1] - 1 - np.argmax(assessable[:, ::-1], axis=1)
    return last


def _final_run(own: NDArray[np.bool_], assessable: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the length of the run of hot steps that ends at each last assessable step; a gap ends it."""
    run = np.zeros(len(own), dtype=np.int64)
    started, ended = np.zeros(len(own), dtype=bool), np.zeros(len(own), dtype=bool)
    for step in range(own.shape[1] - 1, -1, -1):
        started |= assessable[:, step]
        ended |= started & ~own[:, step]
        run += started & ~ended
    return run


def _last_steps(calendar: pd.DatetimeIndex, chosen: NDArray[np.bool_]) -> NDArray[np.datetime64]:
    """Return the last of each place's chosen steps; NaT if there is none."""
    none = np.full(len(chosen), np.datetime64("NaT", "ns"))
    if not chosen.size:
        return none
    return np.where(chosen.any(axis=1), calendar.to_numpy()[_last(chosen)], none)
