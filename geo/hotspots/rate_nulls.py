"""Test rates of areas with unequal residents: context beside the hotspots, never a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

from geo.areas.neighbour_positions import NeighbourRows, neighbour_rows
from geo.arrays import Floats
from geo.exceptions import ConfigurationRefused, InputRefused
from geo.hotspots.p_values import Alternative, one_p

if TYPE_CHECKING:
    from libpysal.graph import Graph


def standardise_rates(counts: pd.Series[float], population: pd.Series[float]) -> pd.Series[float]:
    """Express each area's rate in units of the spread expected for its number of residents.

    Parameters
    ----------
    counts : Series
        Incidents over a period, by `area_code`.
    population : Series
        Usual residents, the same index.

    Returns
    -------
    Series
        (r - m) / √(A + m/b) with r the rate, m the force's rate, b the residents and A the spread between areas that
        counts alone do not explain; NaN where there are no residents, no count, or no incident in the force.

    Raises
    ------
    InputRefused
        A count is negative.

    Notes
    -----
    Assunção and Reis (1999), equations 5 to 8, with A kept at 0 or above. A permutation test assumes that areas are
    exchangeable; raw rates of unequal populations are not, because those of few residents are extreme by chance at both
    ends. These have one spread. What could mislead: m/b is the chance of single incidents, and incidents come in
    runs; and few residents say nothing of the visitors of a city centre.
    """
    _refuse_negative(counts)
    residents = population.astype(float).where(population > 0)
    used = residents.notna() & counts.notna()
    events, base = counts.astype(float).where(used), residents.where(used)
    if not used.any() or events.sum() == 0:
        return pd.Series(np.nan, index=counts.index, dtype=float)
    mean, rate = float(events.sum() / base.sum()), events / base
    spread = float((base * (rate - mean) ** 2).sum() / base.sum())
    between = max(spread - mean / float(base.mean()), 0.0)
    return (rate - mean) / np.sqrt(between + mean / base)


def constant_risk_p_values(
    counts: pd.Series[float],
    population: pd.Series[float],
    graph: Graph,
    *,
    dispersion: float,
    alternative: Alternative = "two-sided",
    rows: NeighbourRows | None = None,
) -> pd.DataFrame:
    """Test how unusual an area and its neighbours would be if every resident of the force had the same risk.

    Parameters
    ----------
    counts : Series
        Incidents over a period, by `area_code`; whole numbers. NaN takes no part.
    population : Series
        Usual residents, the same index; areas without any take no part.
    graph : libpysal.graph.Graph
        Neighbours; their weights are not used.
    dispersion : float
        φ of the counts, at least 1: :attr:`geo.measures.dispersion.Dispersion.widening` of the same months.
    alternative : {'two-sided', 'greater', 'less'}
        'two-sided' doubles the smaller tail.
    rows : NeighbourRows, optional
        `graph` among the areas that take part, already in rows, to save the time where many counts share it.

    Returns
    -------
    DataFrame
        The index of `counts`: `neighbourhood_count` (the area and its neighbours), `expected_count` at constant risk,
        `risk_ratio` of the two, and `constant_risk_p_value`. NaN where the area takes no part or has no neighbour.

    Raises
    ------
    InputRefused
        A count is negative or not whole.
    ConfigurationRefused
        `dispersion` is below 1.

    Notes
    -----
    Each count is negative binomial with mean m b and variance φ m b (McCullagh and Nelder 1989, section 6.2.3), so a
    neighbourhood's count is, too, with the same φ: its tail needs no simulation. With φ = 1 it is Poisson, the map of
    Choynowski (1959). What could mislead: risk is never equal everywhere, so small p-values are the rule where counts
    are large; they answer "is this more than the force's rate and the residents would give?", not "is this beyond the
    pattern of the force?". That is why no class is made of them.
    """
    _refuse_negative(counts)
    if not dispersion >= 1.0:
        raise ConfigurationRefused(
            f"The dispersion is {dispersion:g}, below that of Poisson counts", "Use the larger of 1 and the estimate"
        )
    used = counts.notna() & (population.reindex(counts.index) > 0)
    events = counts[used].astype(float)
    if (events != events.round()).any():
        raise InputRefused("A count is not a whole number", "Use counts, not rates or weighted counts")
    expected = population[events.index].astype(float) * (events.sum() / max(population[events.index].sum(), 1.0))
    rows = neighbour_rows(events.index, graph) if rows is None else rows
    near = pd.DataFrame(
        {
            name: own + np.bincount(rows.area, weights=own.to_numpy()[rows.neighbour], minlength=len(own))
            for name, own in (("neighbourhood_count", events), ("expected_count", expected))
        },
        index=events.index,
    ).where(pd.Series(rows.degree > 0, index=events.index))
    near["risk_ratio"] = near["neighbourhood_count"] / near["expected_count"].where(near["expected_count"] > 0)
    near["constant_risk_p_value"] = _tails(near, dispersion, alternative)
    return near.reindex(counts.index)


def _tails(near: pd.DataFrame, dispersion: float, alternative: Alternative) -> Floats:
    """Return negative-binomial p-values of the neighbourhoods; NaN if nothing is expected."""
    count = near["neighbourhood_count"].to_numpy()
    mean = near["expected_count"].where(near["expected_count"] > 0).to_numpy()
    if dispersion == 1.0:
        upper, lower = stats.poisson.sf(count - 1, mean), stats.poisson.cdf(count, mean)
    else:
        size, share = mean / (dispersion - 1.0), 1.0 / dispersion
        upper, lower = stats.nbinom.sf(count - 1, size, share), stats.nbinom.cdf(count, size, share)
    p = one_p(np.asarray(upper, dtype=float), np.asarray(lower, dtype=float), alternative)
    return np.where(np.isnan(mean) | np.isnan(count), np.nan, p)


def _refuse_negative(counts: pd.Series[float]) -> None:
    negative = counts.index[counts < 0]
    if len(negative):
        raise InputRefused(
            f"{len(negative)} counts are negative (among them {', '.join(map(str, negative[:3]))})",
            "Look at how the counts were made: a count of incidents is 0 or more",
        )
