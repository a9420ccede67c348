"""Match comparison areas to a place's own, as similar as possible: one to one, by optimal assignment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from geo.exceptions import InputRefused

CALLIPER = 0.5


@dataclass(frozen=True)
class Matches:
    """Areas and their matches.

    Attributes
    ----------
    pairs : DataFrame
        `area_code, match_code, distance`; one row for each area that found a match within the calliper.
    unmatched : tuple of str
        Areas without one.
    balance : DataFrame
        By covariate: `place_mean, pool_mean, matched_mean, difference_before, difference_after` (standardised by the
        spread of all areas). A difference above 0.25 is large.
    """

    pairs: pd.DataFrame
    unmatched: tuple[str, ...]
    balance: pd.DataFrame


def match_areas(covariates: pd.DataFrame, inside: pd.Index[str], *, calliper: float = CALLIPER) -> Matches:
    """Match each area of a place with another one.

    Parameters
    ----------
    covariates : DataFrame
        Areas down, covariates across (population, drug crime, acquisitive crime, deprivation, age, earlier trend …).
        Areas with a missing value take no part.
    inside : Index
        Areas of the place.
    calliper : float
        Largest difference allowed, in standard deviations, root mean square over the covariates.

    Returns
    -------
    Matches
        Pairs, areas without a partner, and how well the covariates are balanced.

    Raises
    ------
    InputRefused
        Fewer areas outside than inside, or none matches.

    Notes
    -----
    The assignment with the smallest total distance, so no order of areas matters (Hungarian method; Rosenbaum 1989,
    Optimal matching for observational studies). As in the Diamond Districts evaluation, a null result is a result. What
    could mislead: areas alike in the covariates may differ in what is not among them.
    """
    known = covariates.dropna()
    scaled = (known - known.mean()) / known.std(ddof=0).replace(0.0, np.nan)
    scaled = scaled.dropna(axis="columns")
    own, pool = scaled[scaled.index.isin(inside)], scaled[~scaled.index.isin(inside)]
    if len(pool) < len(own) or own.empty:
        raise InputRefused(f"{len(pool)} areas are left to match {len(own)} with", "Choose a smaller place")
    distance = np.sqrt(((own.to_numpy()[:, None, :] - pool.to_numpy()[None, :, :]) ** 2).mean(axis=2))
    beyond = np.where(distance <= calliper, distance, 1e6)
    rows, columns = linear_sum_assignment(beyond)
    kept = distance[rows, columns] <= calliper
    if not kept.any():
        raise InputRefused(f"No area matches within {calliper:g} standard deviations", "Widen the calliper")
    rows, columns = rows[kept], columns[kept]
    pairs = pd.DataFrame(
        {"area_code": own.index[rows], "match_code": pool.index[columns], "distance": distance[rows, columns]}
    )
    unmatched = tuple(own.index.difference(pd.Index(pairs["area_code"])))
    return Matches(pairs, unmatched, _balance(known[scaled.columns], own.index, pool.index, pairs))


def _balance(known: pd.DataFrame, own: pd.Index[str], pool: pd.Index[str], pairs: pd.DataFrame) -> pd.DataFrame:
    spread = known.std(ddof=0)
    place, others = known.loc[own].mean(), known.loc[pool].mean()
    kept, matched = known.loc[pairs["area_code"]].mean(), known.loc[pairs["match_code"]].mean()
    return pd.DataFrame(
        {
            "place_mean": place,
            "pool_mean": others,
            "matched_mean": matched,
            "difference_before": (place - others) / spread,
            "difference_after": (kept - matched) / spread,
        }
    )
