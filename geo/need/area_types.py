"""Group areas into a few named types, by the four strands and how crime has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from scipy.special import ndtri
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from geo.arrays import Floats, Integers
from geo.need.area_type_names import describe_types, name_types
from geo.need.need_index import STRANDS

MOST_TYPES = 8
WORTH_ANOTHER = 0.05
BOOTSTRAPS = 20
LEAST_AREAS_PER_TYPE = 10


@dataclass(frozen=True)
class AreaChange:
    """Change of recorded crime between the last year and the year before, on the same calendar months.

    Parameters
    ----------
    of_areas : Series
        Against the force, as a logarithm; see :func:`shrunken_change`.
    force_before, force_after : float
        Recorded crime of the force in the two periods.
    before, after : DatetimeIndex
        The months of the two periods.
    """

    of_areas: pd.Series[float]
    force_before: float
    force_after: float
    before: pd.DatetimeIndex
    after: pd.DatetimeIndex


@dataclass(frozen=True)
class Typology:
    """Types, and the areas of each.

    Parameters
    ----------
    types : DataFrame
        Highest need first: `type_number, type_name, description, area_count, need_score` and the four
        `<strand>_score` (means), `crime_change` (mean, as a share; missing where no two years compare), `force_change`,
        `before_start, before_end, after_start, after_end` (months), `bayesian_information`, `adjusted_rand_index`.
    members : DataFrame
        `area_code, type_number, stability`.
    """

    types: pd.DataFrame
    members: pd.DataFrame


def find_types(ranking: pd.DataFrame, change: AreaChange | None, *, seed: int, demand_name: str = "demand") -> Typology:
    """Group areas into types.

    Parameters
    ----------
    ranking : DataFrame
        Assessable areas: index `area_code`, `need_score` and the four `<strand>_score` (force percentiles).
    change : AreaChange or None
        How recorded crime moved; None where no two years compare: types then rest on the strands alone.
    seed : int
        Of the starts and the bootstrap.
    demand_name : str
        What demand is made of, where it is not all of it, for the names.

    Returns
    -------
    Typology
        Empty where there are fewer than 20 areas.

    Notes
    -----
    A Gaussian mixture with diagonal covariance (scikit-learn) on the normal scores of the four percentiles and the
    standardised change. The number of types is the smallest after which one more lowers the Bayesian information
    criterion by less than 5% of what eight types lower it from one: the criterion alone asks for ever more types,
    because need has no gaps. `stability` of an area is the share of 20 bootstrap refits, matched to the types by
    overlap, that give it the same type; `adjusted_rand_index` (Hubert and Arabie 1985) is the mean agreement of those
    refits with the types. What could mislead: types are a convenience of speech; an area near the border of two is
    about as much the one as the other, which its stability shows.
    """
    columns = [f"{strand}_score" for strand in STRANDS]
    if len(ranking) < 2 * LEAST_AREAS_PER_TYPE:
        return Typology(pd.DataFrame(), pd.DataFrame())
    features = _features(ranking[columns], None if change is None else change.of_areas)
    most = min(MOST_TYPES, len(ranking) // LEAST_AREAS_PER_TYPE)
    tried = {count: _fit(features, count, seed, starts=2) for count in range(1, most + 1)}
    information = {count: float(fit.bic(features)) for count, fit in tried.items()}
    count = _enough(information)
    labels = _by_need(tried[count].predict(features), ranking["need_score"])
    refits = list(_refits(features, labels, count, seed))
    stability = np.mean([refit == labels for refit in refits], axis=0)
    agreement = float(np.mean([adjusted_rand_score(labels, refit) for refit in refits]))
    members = pd.DataFrame({"area_code": ranking.index, "type_number": labels + 1, "stability": stability})
    means = ranking[["need_score", *columns]].groupby(labels).mean()
    means = means.assign(**_describe_change(change, ranking.index, labels))
    means["area_count"] = np.bincount(labels, minlength=len(means))
    types = means.assign(
        type_number=means.index + 1,
        type_name=name_types(means, demand_name=demand_name),
        description=describe_types(means, demand_name=demand_name),
        bayesian_information=information[count],
        adjusted_rand_index=agreement,
    )
    return Typology(types.reset_index(drop=True), members)


def shrunken_change(before: pd.Series[float], after: pd.Series[float], *, dispersion: float) -> pd.Series[float]:
    """Compute each area's change against the force's, drawn towards none where incidents are few.

    Parameters
    ----------
    before, after : Series
        Counts in two stretches, the same index.
    dispersion : float
        Variance over mean of the counts by chance alone.

    Returns
    -------
    Series
        Logarithm of (after / before) over that of the force; 0 for an area that moved with the force.

    Notes
    -----
    Empirical Bayes with normal errors: variance by chance φ (1/a + 1/b), the variance between areas what is left of the
    observed one, never below 0. Half an incident is added to each count.
    """
    first, second = before + 0.5, after + 0.5
    moved = np.log(second / first) - np.log(second.sum() / first.sum())
    chance = dispersion * (1 / first + 1 / second)
    between = max(float(moved.var(ddof=0) - chance.mean()), 0.0)
    drawn: pd.Series[float] = (moved * between / (between + chance)).astype(float)
    return drawn


def _describe_change(change: AreaChange | None, area_codes: pd.Index[str], labels: Integers) -> dict[str, Any]:
    """Return the mean change of each type, that of the force, and the two periods; missing if nothing is compared."""
    if change is None:
        periods = dict.fromkeys(("before_start", "before_end", "after_start", "after_end"), pd.NaT)
        return {"crime_change": float("nan"), "force_change": float("nan"), **periods}
    return {
        "crime_change": np.expm1(change.of_areas.reindex(area_codes).groupby(labels).mean()),
        "force_change": change.force_after / change.force_before - 1 if change.force_before else float("nan"),
        "before_start": change.before[0],
        "before_end": change.before[-1],
        "after_start": change.after[0],
        "after_end": change.after[-1],
    }


def _features(scores: pd.DataFrame, change: pd.Series[float] | None) -> Floats:
    normal = ndtri(scores.to_numpy(dtype=float) / 100.0)
    if change is None:
        return np.asarray(normal)
    moved = change.reindex(scores.index).fillna(0.0)
    differs = len(moved) and float(np.ptp(moved)) > 0  # the spread of equal numbers may be a rounding error above 0
    standard = moved / float(moved.std(ddof=0)) if differs else moved * 0.0
    return np.column_stack([normal, standard.to_numpy(dtype=float)])


def _fit(features: Floats, count: int, seed: int, *, starts: int = 1) -> GaussianMixture:
    mixture = GaussianMixture(
        count,
        covariance_type="diag",
        init_params="k-means++",
        n_init=starts,
        reg_covar=1e-3,
        max_iter=300,
        random_state=seed,
    )
    return mixture.fit(features)


def _enough(information: dict[int, float]) -> int:
    """Return the smallest number of types after which another changes little."""
    counts = sorted(information)
    gained = information[1] - min(information.values())
    for count in counts[:-1]:
        if information[count] - information[count + 1] < WORTH_ANOTHER * gained:
            return count
    return counts[-1]


def _by_need(labels: Integers, need: pd.Series[float]) -> Integers:
    """Number the types from the highest mean need down; types without areas are dropped."""
    order = need.groupby(labels).mean().sort_values(ascending=False).index
    return np.array(pd.Series(range(len(order)), index=order).reindex(labels), dtype=np.int64)


def _refits(features: Floats, labels: Integers, count: int, seed: int) -> Iterator[Integers]:
    """Return types of all areas by mixtures fitted to resampled areas, numbered by their largest overlap."""
    random = np.random.default_rng(seed)
    for _ in range(BOOTSTRAPS):
        sample = features[random.integers(0, len(features), len(features))]
        found = _fit(sample, count, int(random.integers(2**31))).predict(features)
        overlap = np.zeros((count, count))
        np.add.at(overlap, (found, labels), 1)
        _, named = linear_sum_assignment(-overlap)
        yield np.asarray(named[found], dtype=np.int64)
