"""Combine four strands into one need score: the divisor, the scale, and the kind of mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import pandas as pd

from geo.arrays import Floats
from geo.exceptions import ConfigurationRefused
from geo.measures.ranks import force_percentiles

STRANDS = MappingProxyType(
    {
        "crime": "crime_count",
        "demand": "demand_count",
        "deprivation": "deprivation_score",
        "harm": "harm_days",
    }
)
COUNTED = ("crime", "demand", "harm")
NORMALISATIONS = ("rank", "z", "min-max", "index")
AGGREGATIONS = ("arithmetic", "geometric")
DENOMINATORS = MappingProxyType(
    {"area": "", "resident": "population", "workday resident": "workday_population", "hectare": "hectares"}
)
CAPPED_AT = (0.025, 0.975)
LEAST_FOR_A_LOGARITHM = 1.0


@dataclass(frozen=True)
class NeedIndex:
    """Choices behind a need score. Stored with every result, and varied by :mod:`geo.need.rank_intervals`.

    Parameters
    ----------
    weights : mapping of str to float
        Weight of `crime`, `demand`, `deprivation` and `harm`; they sum to 1.
    normalisation : str
        'rank': force percentile, 0 to 100. 'z': standard deviations from the mean. 'min-max': 1 to 100 between the
        2.5th and the 97.5th percentile, beyond them capped. 'index': the force mean is 100.
    aggregation : str
        'arithmetic': weighted mean. 'geometric': weighted mean of logarithms; a strand that is low pulls more.
    per : str
        What crime, demand and harm are divided by: 'area' (counts), 'resident', 'workday resident' or 'hectare'.

    Raises
    ------
    ConfigurationRefused
        A choice is not known, two of them do not go together, or the weights are not one for each strand, together 1.
    """

    weights: Mapping[str, float] = field(default_factory=lambda: dict.fromkeys(STRANDS, 0.25))
    normalisation: str = "rank"
    aggregation: str = "arithmetic"
    per: str = "area"

    def __post_init__(self) -> None:
        _check_weights(self.weights)
        for value, known in (
            (self.normalisation, NORMALISATIONS),
            (self.aggregation, AGGREGATIONS),
            (self.per, tuple(DENOMINATORS)),
        ):
            if value not in known:
                raise ConfigurationRefused(f"'{value}' is not a choice of the need index", f"Use {', '.join(known)}")
        if not goes_together(self.normalisation, self.aggregation):
            raise ConfigurationRefused(
                "Normalisation 'z' gives negative scores, which have no geometric mean",
                "Use 'rank', 'min-max' or 'index', or the arithmetic mean",
            )


def goes_together(normalisation: str, aggregation: str) -> bool:
    """Return whether the scores suit the mean: z scores are negative for half of the areas.

    Parameters
    ----------
    normalisation : str
        'rank', 'z', 'min-max' or 'index'.
    aggregation : str
        'arithmetic' or 'geometric'.

    Returns
    -------
    bool
        False for a geometric mean of z scores.
    """
    return not (normalisation == "z" and aggregation == "geometric")


def strand_values(measures: pd.DataFrame, areas: pd.DataFrame, index: NeedIndex) -> pd.DataFrame:
    """Return the four strands as the index uses them: counts, or counts divided by what `index.per` says.

    Parameters
    ----------
    measures : DataFrame
        From :func:`geo.measures.strands.measure_strands`.
    areas : DataFrame
        Index `area_code`, with `population`, `hectares` and, where asked for, `workday_population`.
    index : NeedIndex
        Says what counts are divided by.

    Returns
    -------
    DataFrame
        The index of `measures`, one column a strand; NaN where there is nothing to divide by. Deprivation is a score of
        the area already, and is not divided.

    Raises
    ------
    ConfigurationRefused
        `areas` lacks the denominator.
    """
    values = pd.DataFrame({strand: measures[column].astype(float) for strand, column in STRANDS.items()})
    column = DENOMINATORS[index.per]
    if not column:
        return values
    if column not in areas:
        raise ConfigurationRefused(
            f"The need index is per {index.per}, and no source gives {column}",
            "Add the table [workday_population], or choose per = 'area', 'resident' or 'hectare'",
        )
    divisor = areas[column].reindex(measures.index).astype(float)
    values[list(COUNTED)] = values[list(COUNTED)].div(divisor.where(divisor > 0), axis=0)
    return values


def normalise(values: pd.Series[float], normalisation: str) -> pd.Series[float]:
    """Put a strand on a common scale, higher for more need; NaN stays NaN and is left out.

    Parameters
    ----------
    values : Series of float
        One strand, index `area_code`.
    normalisation : str
        'rank' (percentile, 0 to 100), 'z', 'min-max' (0 to 100) or 'index' (mean 100).

    Returns
    -------
    Series of float
        Same index.

    Notes
    -----
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 5. A strand without any spread scores
    the same everywhere: 50 as 'rank' or 'min-max', 0 as 'z', 100 as 'index'.
    """
    if normalisation == "rank":
        return force_percentiles(values)
    known = np.asarray(values, dtype=np.float64)
    return pd.Series(rescale(known, known[~np.isnan(known)], normalisation), index=values.index)


def rescale(values: Floats, force: Floats, normalisation: str) -> Floats:
    """Put `values` on the scale that the values of the whole force set: 'z', 'min-max' or 'index'."""
    if not len(force):
        return np.full(values.shape, np.nan)
    if normalisation == "z":
        spread = float(force.std())
        return (values - force.mean()) / spread if spread > 0 else values * 0.0
    if normalisation == "index":
        mean = float(force.mean())
        return 100.0 * values / mean if mean > 0 else values * 0.0 + 100.0
    low, high = np.quantile(force, CAPPED_AT)
    if high <= low:
        return values * 0.0 + 50.0
    scaled: Floats = 1.0 + 99.0 * (np.clip(values, low, high) - low) / (high - low)
    return scaled


def aggregate(scores: pd.DataFrame, index: NeedIndex) -> tuple[pd.Series[float], pd.DataFrame]:
    """Combine normalised strands into one score.

    Parameters
    ----------
    scores : DataFrame
        One column a strand, from :func:`normalise`.
    index : NeedIndex
        Weights, and which mean.

    Returns
    -------
    need : Series
        The need score; NaN where a strand is missing.
    contributions : DataFrame
        What each strand adds. Arithmetic: they add up to the need score. Geometric: they add up to its natural
        logarithm. A score below 1 counts as 1 there, because nought has no logarithm.
    """
    weights = pd.Series({strand: float(index.weights[strand]) for strand in STRANDS})
    if index.aggregation == "arithmetic":
        contributions = scores[list(STRANDS)] * weights
        return contributions.sum(axis=1, skipna=False), contributions
    logarithms = scores[list(STRANDS)].clip(lower=LEAST_FOR_A_LOGARITHM).apply(np.log) * weights
    return np.exp(logarithms.sum(axis=1, skipna=False)), logarithms


def _check_weights(weights: Mapping[str, float]) -> None:
    fits = set(weights) == set(STRANDS) and all(weight >= 0 for weight in weights.values())
    if not fits or abs(sum(weights.values()) - 1.0) > 1e-6:
        raise ConfigurationRefused(
            f"The strand weights are {dict(weights)}",
            f"Give one for each of {', '.join(STRANDS)}, none negative, together 1",
        )
