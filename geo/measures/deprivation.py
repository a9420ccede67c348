"""Rebuild the Index of Multiple Deprivation from its domains, so that crime is not counted twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from geo.exceptions import ConfigurationRefused

AREAS_IN_EDITION = MappingProxyType({"IoD 2019": 32_844, "IoD 2025": 33_755})
DOMAIN_WEIGHTS = MappingProxyType(
    {
        "income": 0.225,
        "employment": 0.225,
        "education": 0.135,
        "health": 0.135,
        "crime": 0.093,
        "barriers": 0.093,
        "environment": 0.093,
    }
)
OTHER_DOMAINS = tuple(domain for domain in DOMAIN_WEIGHTS if domain != "crime")


def score_domains(deprivation: pd.DataFrame, domains: Collection[str], *, area_count: int) -> pd.Series[float]:
    """Score deprivation by chosen domains.

    Parameters
    ----------
    deprivation : DataFrame
        Index `area_code`, a column `<domain>_rank` for each domain; rank 1 is the most deprived.
    domains : collection of str
        Names of :data:`DOMAIN_WEIGHTS`; one alone is scored by itself.
    area_count : int
        Number of areas ranked in the whole edition, not in the force: 32,844 in 2019, 33,755 in 2025.

    Returns
    -------
    Series
        0 to 100, higher is more deprived; NaN where a rank that is needed is missing. The input's index.

    Raises
    ------
    ConfigurationRefused
        A domain is not known, or none is named.

    Notes
    -----
    The published weights of the chosen domains, scaled up to sum to 1; see :func:`rebuild_imd_score` for the formula.
    What could mislead: with the crime domain, recorded crime counts twice.
    """
    unknown = sorted(set(domains) - set(DOMAIN_WEIGHTS))
    if unknown or not domains:
        raise ConfigurationRefused(
            f"Deprivation cannot be scored by {', '.join(unknown) or 'no domain'}", f"Use: {', '.join(DOMAIN_WEIGHTS)}"
        )
    chosen = {domain: weight for domain, weight in DOMAIN_WEIGHTS.items() if domain in domains}
    total = sum(chosen.values())
    chosen = {domain: weight / total for domain, weight in chosen.items()}
    return _combine(deprivation, chosen, area_count).rename("deprivation_score")


def deprivation_without_crime(deprivation: pd.DataFrame, *, area_count: int) -> pd.Series[float]:
    """Score deprivation by the six domains other than crime.

    Recorded crime is a strand of its own; left in the index, it would count twice.

    Parameters
    ----------
    deprivation : DataFrame
        Index `area_code`, a column `<domain>_rank` for each domain; rank 1 is the most deprived.
    area_count : int
        Number of areas ranked in the whole edition, not in the force: 32,844 in 2019, 33,755 in 2025.

    Returns
    -------
    Series
        0 to 100, higher is more deprived; NaN where any of the six ranks is missing. The input's index.

    Notes
    -----
    See :func:`score_domains`.
    """
    return score_domains(deprivation, OTHER_DOMAINS, area_count=area_count)


def rebuild_imd_score(deprivation: pd.DataFrame, *, area_count: int) -> pd.Series[float]:
    """Score deprivation by all seven domains: the published score, also for editions that publish ranks only.

    Parameters
    ----------
    deprivation : DataFrame
        Index `area_code`, a column `<domain>_rank` for each domain; rank 1 is the most deprived.
    area_count : int
        Number of areas ranked in the whole edition.

    Returns
    -------
    Series
        0 to 100, higher is more deprived; NaN where a rank is missing.

    Notes
    -----
    The English Indices of Deprivation 2019, technical report, section 3.9 and table 3.2: R = (N + 1 - rank) / N,
    X = -23 ln(1 - R (1 - exp(-100/23))), then the weighted sum of X. The published weights are rounded and add up to
    0.999; used as they are, they give the published 2025 score to 0.0007.
    """
    return _combine(deprivation, DOMAIN_WEIGHTS, area_count).rename("imd_score")


def _combine(deprivation: pd.DataFrame, weights: Mapping[str, float], area_count: int) -> pd.Series[float]:
    score = pd.Series(0.0, index=deprivation.index)
    for domain, weight in weights.items():
        share = (area_count + 1 - deprivation[f"{domain}_rank"].astype(float)) / area_count
        score += weight * -23.0 * np.log(1.0 - share * (1.0 - np.exp(-100.0 / 23.0)))
    return score
