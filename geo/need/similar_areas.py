"""Find similar areas: the nearest by chosen covariates, and whether an area is above them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import stats
from sklearn.neighbors import NearestNeighbors

from geo.exceptions import ConfigurationRefused

LEVEL = 0.95


def find_similar(covariates: pd.DataFrame, *, neighbours: int) -> pd.DataFrame:
    """Find for each area the areas most like it, wherever in the force they lie.

    Parameters
    ----------
    covariates : DataFrame
        Index `area_code`, one column a covariate. Areas that lack one take no part.
    neighbours : int
        How many for each area.

    Returns
    -------
    DataFrame
        `area_code, similar_code, place` (1 is the most alike), `distance`: Euclidean on covariates with mean 0 and
        standard deviation 1 in the force, in standard deviations. In the order of the input, then by place.

    Raises
    ------
    ConfigurationRefused
        There are no more areas than neighbours asked for, or no covariate differs between areas.

    Notes
    -----
    As the police's most similar forces are chosen, without their weights. What could mislead: places are alike in
    what was given, not in all; the covariates weigh the same each, so two that say the same count twice; an unusual
    place has similar areas that are far from alike: look at the distance.
    """
    known = covariates.dropna()
    spread = known.std(ddof=0)
    used = known.loc[:, spread > 0]
    if len(known) <= neighbours or used.columns.empty:
        raise ConfigurationRefused(
            f"{len(known)} areas have all of {', '.join(covariates.columns)}, of which {used.shape[1]} differ; "
            f"{neighbours} similar areas cannot be found for each",
            "Ask for fewer neighbours in [similar], or name other covariates",
        )
    standard = ((used - used.mean()) / used.std(ddof=0)).to_numpy()
    distance, at = NearestNeighbors(n_neighbors=neighbours + 1, algorithm="kd_tree").fit(standard).kneighbors(standard)
    itself = at == np.arange(len(at))[:, None]
    itself[~itself.any(axis=1), -1] = True  # more copies of a place than neighbours: the last of them gives way
    codes = known.index.to_numpy()
    return pd.DataFrame(
        {
            "area_code": np.repeat(codes, neighbours),
            "similar_code": codes[at[~itself]],
            "place": np.tile(np.arange(1, neighbours + 1), len(codes)),
            "distance": distance[~itself],
        }
    )


def compare_with_similar(
    values: pd.DataFrame, similar: pd.DataFrame, variance: Mapping[str, pd.Series[float]]
) -> pd.DataFrame:
    """Compare each area with the mean of its similar areas.

    Parameters
    ----------
    values : DataFrame
        Index `area_code`, one column a measure; NaN takes no part.
    similar : DataFrame
        From :func:`find_similar`.
    variance : mapping of str to Series
        By measure: variance by chance of each area's own value, dispersion allowed for.

    Returns
    -------
    DataFrame
        `area_code, measure, value, similar_mean, difference, difference_low, difference_high` (95%), `stands_above`
        (the interval lies above 0), `above_count` (how many of its similar areas it exceeds), `similar_count`.

    Notes
    -----
    Welch's interval for a difference: the area's own chance variation, and the spread of its similar areas over their
    number, with t on that number less one. Their spread includes chance variation and true differences both. What could
    mislead: an interval
    for each area and no correction for their number, so of places that are just like their similar areas about one in
    forty is above; skewed counts make it a little more.
    """
    found = []
    for measure in values:
        own = values[measure].astype(float)
        theirs = similar["similar_code"].map(own).groupby(similar["area_code"], sort=False)
        mean, spread, count = theirs.mean(), theirs.var(), theirs.count()
        value = own.reindex(mean.index)
        error = np.sqrt(variance[str(measure)].reindex(mean.index) + spread / count)
        reach = error * stats.t.ppf((1 + LEVEL) / 2, np.maximum(count - 1, 1))
        higher = similar["area_code"].map(own) > similar["similar_code"].map(own)
        rows = pd.DataFrame({"measure": measure, "value": value, "similar_mean": mean, "difference": value - mean})
        rows["difference_low"], rows["difference_high"] = rows["difference"] - reach, rows["difference"] + reach
        rows["stands_above"] = rows["difference_low"] > 0
        rows["above_count"] = higher.groupby(similar["area_code"], sort=False).sum().astype(int)
        found.append(rows.assign(similar_count=count).rename_axis("area_code").reset_index())
    return pd.concat(found, ignore_index=True).dropna(subset="difference", ignore_index=True)
