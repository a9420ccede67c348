"""The Vulnerable Localities Index: six variables, each indexed to the mean of 100, averaged."""

from __future__ import annotations

from typing import Literal, get_args

import pandas as pd

from geo.exceptions import InputRefused
from geo.thresholds import THRESHOLDS

Variable = Literal[
    "burglary_dwelling",
    "criminal_damage_dwelling",
    "income_deprivation",
    "employment_deprivation",
    "aged_15_to_24",
    "educational_attainment",
]
VARIABLES: tuple[Variable, ...] = get_args(Variable)
PRIORITY_ABOVE = 200.0


def vulnerable_localities(rates: pd.DataFrame, population: pd.Series[float]) -> pd.DataFrame:
    """Compute the index of each area from six variables.

    Parameters
    ----------
    rates : DataFrame
        Index `area_code`, a column for each of :data:`VARIABLES`, as rates, higher for more vulnerable (educational
        attainment: the share or score of low attainment).
    population : Series
        Usual residents by `area_code`. Places with few are left out: the index is for residential areas.

    Returns
    -------
    DataFrame
        The input's index: `<variable>_index` (the mean of the areas that count is 100), `vulnerable_localities_index`
        (their mean), `priority` (above 200). Missing where a variable is, or residents are fewer than 500.

    Raises
    ------
    InputRefused
        A column is missing, a rate is negative, or a variable is nought everywhere.

    Notes
    -----
    Jill Dando Institute of Crime Science, Vulnerable Localities Index (JDiBrief): burglary dwelling, criminal damage to
    a dwelling, income deprivation, employment deprivation, people aged 15 to 24, educational attainment; equal weights;
    above 200 is a priority neighbourhood. What could mislead: one very high variable can lift a place above 200 alone;
    the mean is that of this force, so no index can be compared with another force's.
    """
    missing = [name for name in VARIABLES if name not in rates]
    if missing:
        raise InputRefused(
            f"The Vulnerable Localities Index lacks {', '.join(missing)}",
            f"Name a column for each of {', '.join(VARIABLES)} in [vulnerable_localities]",
        )
    residential = rates[list(VARIABLES)].where(population.reindex(rates.index) >= THRESHOLDS.small_population_residents)
    counted = residential.where(residential.notna().all(axis=1))
    means = counted.mean()
    wrong = [name for name in VARIABLES if (rates[name] < 0).any() or not means[name] > 0]
    if wrong:
        raise InputRefused(
            f"{', '.join(wrong)} has negative rates, or none above nought", "Look at that column of the file"
        )
    indexed = 100.0 * counted / means
    total = indexed.mean(axis=1, skipna=False)
    return indexed.add_suffix("_index").assign(
        vulnerable_localities_index=total, priority=(total > PRIORITY_ABOVE).astype("boolean").mask(total.isna())
    )
