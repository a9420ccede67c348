"""Measure concentration: how few places have how much, and the top tenth against the bottom tenth."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.exceptions import InputRefused
from geo.measures.dispersion import ratio_bounds
from geo.measures.ranks import force_percentiles

INCIDENT_SHARES = (0.25, 0.50, 0.80)


def lorenz_curve(counts: pd.Series[float]) -> pd.DataFrame:
    """Return cumulative shares of places and incidents, from the quietest place up.

    Parameters
    ----------
    counts : Series
        Incidents of each place, every place among them, those without incidents too.

    Returns
    -------
    DataFrame
        `place_share, incident_share`, from (0, 0) to (1, 1), one row more than there are places. With no incident at
        all, `incident_share` is NaN.

    Raises
    ------
    InputRefused
        A count is missing or negative.
    """
    rising = np.sort(_check_counts(counts))
    total = rising.sum()
    held = np.append(0.0, np.cumsum(rising)) / (total if total > 0 else np.nan)
    return pd.DataFrame({"place_share": np.linspace(0.0, 1.0, len(rising) + 1), "incident_share": held})


def gini(counts: pd.Series[float]) -> float:
    """Compute the Gini coefficient of places: 0 if all have the same, (N - 1)/N if one of N has everything.

    One less twice the area under the Lorenz curve. NaN without incidents. What could mislead: with fewer incidents than
    places it cannot reach 0, so rare crime types look concentrated by arithmetic; then use :func:`generalised_gini`.
    """
    rising = np.sort(_check_counts(counts))
    places, total = len(rising), rising.sum()
    if total == 0:
        return float("nan")
    return float((2.0 * np.arange(1, places + 1) - places - 1.0) @ rising / (places * total))


def generalised_gini(counts: pd.Series[float], *, unbiased: bool = False) -> float:
    """Compute the Gini coefficient against the most even spread that whole incidents allow (G').

    Parameters
    ----------
    counts : Series
        Whole incidents of each place, every place among them.
    unbiased : bool
        Scale by m/(m - 1), m = min(places, incidents), so that the most uneven spread gives 1.

    Returns
    -------
    float
        0 where no place has two while another has none, for fewer incidents than places. NaN without incidents, and
        where `unbiased` is asked for with one place or one incident.

    Notes
    -----
    Bernasco and Steenbeek (2017), More places than crimes, Journal of Quantitative Criminology 33, equation for G':
    G' = max(1, N/C) (G - 1) + 1, with N places and C incidents. What could mislead: it compares with an even spread,
    not with chance: incidents thrown at random onto places give a G' above 0.
    """
    values = _check_counts(counts)
    places, incidents = len(values), float(values.sum())
    if incidents == 0:
        return float("nan")
    plain = max(1.0, places / incidents) * (gini(counts) - 1.0) + 1.0
    if not unbiased:
        return plain
    fewer = min(float(places), incidents)
    return plain * fewer / (fewer - 1.0) if fewer > 1 else float("nan")


def share_of_places(counts: pd.Series[float], *, incident_share: float) -> float:
    """Return the smallest share of places that together have this share of incidents; NaN without incidents."""
    falling = np.sort(_check_counts(counts))[::-1]
    total = falling.sum()
    if total == 0:
        return float("nan")
    # Whole incidents on both sides: 0.8 of 5 must be 4, whatever 0.8 is in binary.
    needed = int(np.searchsorted(np.cumsum(falling), incident_share * total - 1e-9 * total)) + 1
    return needed / len(falling)


def describe_concentration(counts: pd.Series[float]) -> pd.DataFrame:
    """Return all measures of concentration of one surface in one row.

    Parameters
    ----------
    counts : Series
        Incidents of each place (areas, cells of the grid, points), those without incidents too.

    Returns
    -------
    DataFrame
        One row: `place_count, incident_count, gini, gini_generalised, gini_generalised_unbiased, place_share_25,
        place_share_50, place_share_80` (share of places that have 25, 50, 80% of incidents).

    Raises
    ------
    InputRefused
        A count is missing or negative.

    Notes
    -----
    Weisburd (2015), The law of crime concentration, for the shares; Bernasco and Steenbeek (2017) for G'. What could
    mislead: smaller places always look more concentrated, so compare only like with like; leaving empty places out
    lowers every figure; snapped points concentrate incidents by construction.
    """
    return describe_each_concentration(counts.to_frame())


def describe_each_concentration(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the measures of concentration of several surfaces of the same places, a row for each column.

    See :func:`describe_concentration` for the columns and what could mislead.

    Parameters
    ----------
    counts : DataFrame
        A row for each place, a column for each surface; counts, not below 0.

    Returns
    -------
    DataFrame
        Index: the columns of `counts`.
    """
    return pd.DataFrame([_measures(counts.iloc[:, i]) for i in range(counts.shape[1])])


def _measures(counts: pd.Series[float]) -> dict[str, float]:
    # Sorted once: every measure below sorts again, which costs little on what is in order.
    values = pd.Series(np.sort(_check_counts(counts)))
    shares = {f"place_share_{round(100 * s)}": share_of_places(values, incident_share=s) for s in INCIDENT_SHARES}
    return {
        "place_count": len(values),
        "incident_count": float(values.sum()),
        "gini": gini(values),
        "gini_generalised": generalised_gini(values),
        "gini_generalised_unbiased": generalised_gini(values, unbiased=True),
        **shares,
    }


def decile_ratio(
    counts: pd.Series[float], need: pd.Series[float], *, dispersion: float, level: float = 0.95
) -> pd.DataFrame:
    """Compare the tenth of places with most need with the tenth with least.

    Parameters
    ----------
    counts : Series
        Incidents of each place over a period.
    need : Series
        What sets the tenths: deprivation, need score or any other measure, higher is more; the same index. NaN takes
        no part. Places that tie across an edge are in or out together.
    dispersion : float
        φ of the counts, at least 1: :attr:`geo.measures.dispersion.Dispersion.widening`.
    level : float
        Coverage of the interval.

    Returns
    -------
    DataFrame
        One row: `top_place_count, bottom_place_count, top_incident_count, bottom_incident_count, decile_ratio`
        (incidents per place at the top over those at the bottom; NaN where the bottom has none), `decile_ratio_low,
        decile_ratio_high, decile_ratio_level, dispersion`.

    Raises
    ------
    InputRefused
        A count is missing or negative, or the top or the bottom tenth is empty (too few places, or too many ties).

    Notes
    -----
    As London's Vulnerable Localities Profile compares its wards. The interval is the conditional one for two counts,
    widened by φ (:func:`geo.measures.dispersion.ratio_bounds`): no seed, and defined at 0. A bootstrap over places
    would answer
    another question, what the ratio would be in other places; these are all the places that the force has. What could
    mislead: where `need` is made from the same counts, the ratio is large by choice of the tenths, and the interval
    does not know it.
    """
    values = pd.Series(_check_counts(counts), index=counts.index)
    percentile = force_percentiles(need.reindex(counts.index))
    top, bottom = values[percentile >= 90.0], values[percentile <= 10.0]
    if top.empty or bottom.empty:
        raise InputRefused(
            f"Of {int(need.notna().sum())} places {len(top)} are in the top and {len(bottom)} in the bottom tenth",
            "Compare at least 10 places by a measure without long ties",
        )
    sums = np.array([bottom.sum()]), np.array([top.sum()])
    places = len(top) / len(bottom)
    low, high, _ = ratio_bounds(*sums, dispersion=dispersion, level=level, exposure_ratio=places)
    return pd.DataFrame(
        {
            "top_place_count": [len(top)],
            "bottom_place_count": [len(bottom)],
            "top_incident_count": sums[1],
            "bottom_incident_count": sums[0],
            "decile_ratio": [float(top.mean() / bottom.mean()) if bottom.sum() > 0 else np.nan],
            "decile_ratio_low": low,
            "decile_ratio_high": high,
            "decile_ratio_level": level,
            "dispersion": dispersion,
        }
    )


def _check_counts(counts: pd.Series[float]) -> NDArray[np.float64]:
    """Return counts as floats, checked to be known and not negative."""
    values: NDArray[np.float64] = np.asarray(counts, dtype=np.float64)
    bad = int((~(values >= 0)).sum())
    if bad:
        raise InputRefused(f"{bad} of {len(values)} places have a missing or negative count", "Give 0 for no incident")
    return values
