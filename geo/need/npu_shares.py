"""Compare each unit's share of need with its share of a given establishment."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from geo.exceptions import ConfigurationRefused
from geo.need.need_index import STRANDS

CONCENTRATION = 20.0
DRAWS = 10_000
_TAILS = (0.05, 0.95)


def share_need(
    measures: pd.DataFrame,
    areas: pd.DataFrame,
    *,
    weights: Mapping[str, float],
    establishment: Mapping[str, float],
    seed: int,
) -> pd.DataFrame:
    """Compute each unit's share of need.

    Parameters
    ----------
    measures : DataFrame
        Index `area_code`: `crime_count, demand_count, harm_days, deprivation_score`.
    areas : DataFrame
        Index `area_code`: `npu_code, population`.
    weights : mapping of str to float
        Of the strands, together 1.
    establishment : mapping of str to float
        Posts by unit; empty where none is given.
    seed : int
        Of the weights drawn for the interval.

    Returns
    -------
    DataFrame
        By unit: `npu_code, resident_share, crime_share, demand_share, deprivation_share, harm_share, need_share` with
        `need_share_low, need_share_high`, `establishment` (posts), `establishment_share`, `share_difference`
        (establishment less need), `establishment_by_need` (posts that the share of need would give). Shares 0 to 1.

    Raises
    ------
    ConfigurationRefused
        A unit of the establishment is not known, or one is missing, or it is nought altogether.

    Notes
    -----
    A unit's share of a strand is the sum over its areas over the force's sum: counts, not percentiles, because posts
    meet incidents. Deprivation is residents times score. Need is their mean by the weights; the interval (90%) is over
    weights from Dirichlet(20 x chosen). What could mislead: work takes time that counts do not show, travel for one; a
    share of need is no formula for posts.
    """
    volumes = pd.DataFrame(
        {
            "crime": measures["crime_count"],
            "demand": measures["demand_count"],
            "deprivation": measures["deprivation_score"] * areas["population"],
            "harm": measures["harm_days"],
        }
    )[list(STRANDS)].astype(float)
    npu = areas["npu_code"]
    sums = volumes.groupby(npu).sum()
    shares = sums / sums.sum().where(lambda total: total > 0)
    if establishment:
        _check_units(establishment, shares.index)
    chosen = np.array([weights[strand] for strand in STRANDS])
    drawn = np.random.default_rng(seed).standard_gamma(CONCENTRATION * chosen, size=(DRAWS, len(chosen)))
    drawn /= drawn.sum(axis=1, keepdims=True)
    known = shares.fillna(0.0).to_numpy()
    low, high = np.quantile(drawn @ known.T, _TAILS, axis=0)
    residents = areas["population"].groupby(npu).sum()
    posts = pd.Series(dict(establishment), dtype=float).reindex(shares.index)
    found = shares.add_suffix("_share").assign(
        resident_share=residents / residents.sum(),
        need_share=known @ chosen,
        need_share_low=low,
        need_share_high=high,
        establishment=posts,
        establishment_share=posts / posts.sum(),
    )
    found["share_difference"] = found["establishment_share"] - found["need_share"]
    found["establishment_by_need"] = found["need_share"] * posts.sum() if establishment else np.nan
    return found.rename_axis("npu_code").reset_index()


def _check_units(establishment: Mapping[str, float], units: pd.Index[str]) -> None:
    unknown, missing = sorted(set(establishment) - set(units)), sorted(set(units) - set(establishment))
    if unknown or missing or not sum(establishment.values()) > 0:
        raise ConfigurationRefused(
            f"The establishment has posts for {', '.join(establishment)}; "
            f"unknown: {', '.join(unknown) or 'none'}; missing: {', '.join(missing) or 'none'}",
            f"Give posts above 0 for each of {', '.join(units)}",
        )
