"""Class values that are words: quadrants, patterns over time, types. At most five groups have a colour.

Where a group has several words, each area keeps its own, for the answer and the preview.
"""

from __future__ import annotations

import pandas as pd

from maps.model.classes import NO_DATA, NOT_ASSESSABLE, Classes
from maps.sentences import legends
from maps.text.phrases import percent

_NOT_ASSESSED = ("", "cannot be assessed")
_QUADRANTS = {"high-high": "4", "high-low": "3", "low-high": "2", "low-low": "0"}
_EMERGING_STEPS = {"new": "4", "intensifying": "4", "persistent": "3", "consecutive": "3", "diminishing": "3"}


def classify_quadrants(quadrant: pd.Series) -> Classes:
    """Class each area and its neighbours as above or below the force mean. A description, not a test."""
    steps = _fill(quadrant, quadrant.map(_QUADRANTS))
    return Classes(steps, legends.QUADRANT_LABELS, legends.QUADRANTS)


def classify_patterns(emerging_class: pd.Series, step: str) -> Classes:
    """Class the 17 emerging patterns in five groups.

    Parameters
    ----------
    emerging_class : Series of str
        Index ``area_code``; missing is no data.
    step : str
        "month" or "quarter": what was looked at one by one.
    """
    steps = _fill(emerging_class, emerging_class.dropna().map(_pattern_step).reindex(emerging_class.index))
    return Classes(steps, legends.EMERGING_LABELS, legends.period_basis(step))


def classify_stability(chance: pd.Series, assessable: pd.Series) -> tuple[Classes, pd.Series]:
    """Class the probability of next year's top 5% in four groups, with each area's own words.

    Parameters
    ----------
    chance : Series of float
        0 to 1, index ``area_code``: probability of being among the 5% with the highest need in the next twelve months.
    assessable : Series of bool
        Same index.
    """
    steps = pd.cut(chance, [-1, 0.05, 0.5, 0.95 - 1e-9, 1], labels=["0", "2", "3", "4"]).astype(object)
    steps = steps.where(chance.notna(), NO_DATA).where(assessable, NOT_ASSESSABLE)
    said = chance.map(lambda share: legends.stability_words(percent(share)), na_action="ignore")
    return Classes(steps, legends.STABILITY_LABELS, legends.STABILITY), said


def _pattern_step(name: str) -> str:
    if name.endswith("coldspot"):
        return "0"
    return "1" if name == "no pattern" else _EMERGING_STEPS.get(name.removesuffix(" hotspot"), "2")


def _fill(names: pd.Series, steps: pd.Series) -> pd.Series:
    """Fill steps with a sign for no data and one for what cannot be assessed."""
    filled = steps.astype(object).where(steps.notna(), NO_DATA)
    return filled.mask(names.isin(_NOT_ASSESSED), NOT_ASSESSABLE)
