"""Class a measure in at most five classes whose limits the legend states, over the whole force, so that units compare.

Every area gets one character: "0" (lowest) to "4" (highest), "-" where there is no data, "x" where the area cannot be
assessed, "s" where a count is suppressed in a copy for others. With fewer than five classes the steps between the
lowest and the highest are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd

from maps.sentences import legends

NO_DATA = "-"
NOT_ASSESSABLE = "x"
SUPPRESSED = "s"
_MANY_ZEROS = 0.2
_ENDS = [sum(legends.CLASS_SHARES[:at]) for at in range(1, len(legends.CLASS_SHARES))]
_LARGE = 1000
_HOTSPOT_STEPS = {
    "hotspot 99%": "4",
    "hotspot 95%": "3",
    "hotspot 90%": "3",
    "beside a hotspot": "2",
    "no hotspot": "1",
    "coldspot 90%": "0",
    "coldspot 95%": "0",
    "coldspot 99%": "0",
    "cannot be assessed": NOT_ASSESSABLE,
    "undecided": NOT_ASSESSABLE,  # logarithms only: the bounds of the answer fall in two classes
}


@dataclass(frozen=True)
class Classes:
    """A measure in classes, with its legend.

    Attributes
    ----------
    steps : Series of str
        One character per area, index ``area_code``.
    labels : tuple of (str, str)
        Character and its limits in words, lowest first.
    basis : str
        How the limits were found, one sentence.
    """

    steps: pd.Series
    labels: tuple[tuple[str, str], ...]
    basis: str


def classify(values: pd.Series, assessable: pd.Series, *, step: int = 1) -> Classes:
    """Class a measure: lowest half, next 30, 10 and 5%, highest 5%; quarters of the rest if many areas have none.

    Each label says which share of the areas lies in its class (:func:`maps.sentences.legends.share_words`).

    Values are rounded to whole numbers first, so that the number shown and the limits in the legend agree.

    Parameters
    ----------
    values : Series of float
        Index ``area_code``; NaN is no data.
    assessable : Series of bool
        Same index. Areas that cannot be assessed take no part in the limits.
    step : int
        What lies between two values at least: 5 for counts that are rounded to it.

    Returns
    -------
    Classes
        Class of each area, labels for the legend and how classes were made.
    """
    usable = values[assessable & values.notna()].round()
    if usable.empty:
        return Classes(_mark(values, assessable), (), legends.NO_VALUE)
    found = find_limits(usable, step=step)
    codes = np.array([code for code, _ in found.labels])
    steps = _mark(values, assessable)
    steps[usable.index] = codes[np.searchsorted(found.limits, usable.to_numpy(), side="left")]
    shares = _shares(found, usable)
    words = legends.share_words(shares)
    said = [f"{limits}, {share}" for (_, limits), share in zip(found.labels, words, strict=True)]
    labels = tuple(zip(codes.tolist(), said, strict=True)) if len(codes) > 1 else found.labels
    round_shares = legends.WHOLE_FORCE if legends.are_round(shares) else legends.OWN_SHARES
    return Classes(steps, labels, legends.MANY_ZEROS if found.many_zeros else round_shares)


def _shares(found: Limits, usable: pd.Series) -> list[float]:
    """Return the share of areas in each class."""
    reached = [1.0, *(float((usable > limit).mean()) for limit in found.limits), 0.0]
    return [above - beyond for above, beyond in pairwise(reached)]


def mark_suppressed(classes: Classes, values: pd.Series, *, least_shown: int) -> Classes:
    """Mark missing values as suppressed counts, with a sign and a legend line of their own.

    Parameters
    ----------
    classes : Classes
        From :func:`classify`.
    values : Series of float
        What was classed.
    least_shown : int
        The smallest count that is shown; with 0 every count is, and nothing changes.

    Returns
    -------
    Classes
        With one step, one label and another basis where counts are suppressed.
    """
    if not least_shown:
        return classes
    steps = classes.steps.mask(values.isna() & (classes.steps == NO_DATA), SUPPRESSED)
    labels = ((SUPPRESSED, legends.suppressed_label(least_shown)), *classes.labels)
    return replace(classes, steps=steps, labels=labels, basis=legends.suppressed_basis(classes.basis, least_shown))


@dataclass(frozen=True)
class Limits:
    """Upper ends of classes.

    Attributes
    ----------
    limits : list of float
        Highest value of each class but the last.
    labels : tuple of (str, str)
        Character and limits in words, lowest first.
    many_zeros : bool
        Whether the first class is "none" and the others are quarters of the rest.
    """

    limits: list[float]
    labels: tuple[tuple[str, str], ...]
    many_zeros: bool


def find_limits(usable: pd.Series, *, step: int = 1) -> Limits:
    """Find limits of at most five classes of whole numbers, none of them missing."""
    many_zeros = bool((usable == 0).mean() >= _MANY_ZEROS)
    limits = _limits(usable, many_zeros, step)
    words = _limit_words(limits, usable, step)
    return Limits(limits, tuple(zip(_codes(len(limits) + 1), words, strict=True)), many_zeros)


def _mark(values: pd.Series, assessable: pd.Series) -> pd.Series:
    return pd.Series(np.where(assessable, NO_DATA, NOT_ASSESSABLE), index=values.index, dtype=object)


def _limits(usable: pd.Series, many_zeros: bool, step: int) -> list[float]:
    positive = usable[usable > 0]
    if many_zeros:
        found = [0.0, *(_quantile_limits(positive, [25, 50, 75]) if len(positive) else [])]
    else:
        found = _quantile_limits(usable, _ENDS)
    rounded = np.array(sorted({_readable(limit // step * step if step > 1 else limit) for limit in found}))
    # A limit is kept only where values lie between it and the one before: no class is empty.
    reached = np.unique(np.searchsorted(rounded, usable.to_numpy(), side="left"))
    return [float(rounded[at]) for at in reached[reached < len(rounded)] if rounded[at] < usable.max()]


def _quantile_limits(values: pd.Series, ends: list[int]) -> list[float]:
    distinct = values.nunique()
    if distinct <= len(ends):
        return sorted(values.unique())[:-1]
    from mapclassify import Percentiles  # here, because it brings SciPy's statistics and scikit-learn with it

    return list(Percentiles(values.to_numpy(float), pct=[*ends, 100]).bins[:-1])


def _readable(limit: float) -> float:
    """Round a limit so that it can be read out: two digits above a thousand (4,937 becomes 4,900), three above ten."""
    if limit < _LARGE:
        return float(np.floor(limit))  # among whole numbers, "at most 20.8" is "at most 20"
    digits = 2 if limit < 10 * _LARGE else 3
    return float(round(limit, digits - len(str(int(limit)))))


def _codes(count: int) -> list[str]:
    return ["0", *[str(step) for step in range(6 - count, 5)]]


def _limit_words(limits: list[float], usable: pd.Series, step: int) -> list[str]:
    if limits and limits[-1] >= _LARGE:
        between = [f"{start:,.0f} to {end:,.0f}" for start, end in pairwise(limits)]
        first = "none" if limits[0] == 0 else f"up to {limits[0]:,.0f}"
        return [first, *between, f"over {limits[-1]:,.0f}"]
    low, high = usable.min(), usable.max()
    starts = [low, *[limit + step for limit in limits]]
    ends = [*limits, high]
    return [_range_words(start, end) for start, end in zip(starts, ends, strict=True)]


def _range_words(start: float, end: float) -> str:
    if start >= end:
        return "none" if end == 0 else f"{end:,.0f}"
    return f"{start:,.0f} to {end:,.0f}"


def classify_deciles(deciles: pd.Series) -> Classes:
    """Class deciles in five pairs, the most deprived pair highest. An area without a decile has no data."""
    known = deciles.dropna().map(lambda decile: str(4 - int(decile - 1) // 2)).astype(object)
    steps = known.reindex(deciles.index, fill_value=NO_DATA)
    return Classes(steps, tuple(zip("01234", legends.DECILE_LABELS, strict=True)), legends.DECILES)


def hotspot_step(hotspot_class: str) -> str:
    """Return the character of a hotspot class.

    Raises
    ------
    KeyError
        For a class that is not one of the store's.
    """
    return _HOTSPOT_STEPS[hotspot_class]


def classify_hotspots(hotspot_class: pd.Series) -> Classes:
    """Class hotspots in five steps. An area without a row has no data.

    Parameters
    ----------
    hotspot_class : Series
        Index ``area_code``, as in the table ``hotspots``.

    Returns
    -------
    Classes
        Class of each area and the labels.

    Raises
    ------
    KeyError
        For a class that is not one of the store's.
    """
    known = hotspot_class.dropna().map(hotspot_step).astype(object)
    steps = known.reindex(hotspot_class.index, fill_value=NO_DATA)
    return Classes(steps, legends.HOTSPOT_LABELS, legends.HOTSPOTS)
