"""Decide which months can be compared: a month in which a district is missing is not a quiet month."""

from __future__ import annotations

import pandas as pd


def complete_months(
    area_months: pd.DataFrame, district_of_area: pd.Series[str], *, low: float = 0.5, high: float = 2.0
) -> pd.DataFrame:
    """Compare each district's month with that district's usual month.

    Parameters
    ----------
    area_months : DataFrame
        `area_code, month, crime_type, incident_count`, only non-zero rows.
    district_of_area : Series
        `district_code` by `area_code`. Areas outside it, or without a district, take no part.
    low, high : float
        A district's month is within bounds from `low` to `high` times its median month.

    Returns
    -------
    DataFrame
        One row for each month from the first to the last in the data and each district: `month, district_code,
        incident_count, expected, complete`, where `expected` is the district's median over the months in which it has
        any incident, NaN if it never has. `complete` speaks of this district alone; :func:`decide_months` decides for
        the force.

    Notes
    -----
    What could mislead: a district with few incidents a month swings beyond the bounds by chance, and a real shock (a
    lockdown) can look like missing data.
    """
    district = area_months["area_code"].map(district_of_area)
    counted = area_months["incident_count"].groupby([area_months["month"], district]).sum()
    grid = pd.MultiIndex.from_product(
        [_every_month(area_months["month"]), sorted(district_of_area.dropna().unique())],
        names=["month", "district_code"],
    )
    coverage = counted.reindex(grid, fill_value=0).rename("incident_count").reset_index()
    seen = coverage["incident_count"].where(coverage["incident_count"] > 0)
    coverage["expected"] = seen.groupby(coverage["district_code"]).transform("median").astype(float)
    ratio = coverage["incident_count"] / coverage["expected"]
    coverage["complete"] = ratio.between(low, high)
    return coverage


def decide_months(coverage: pd.DataFrame) -> pd.Series[bool]:
    """Decide the months for the whole force, so that all units use the same ones.

    Parameters
    ----------
    coverage : DataFrame
        From :func:`complete_months`.

    Returns
    -------
    Series
        By month, in order: True where every district is within its bounds.
    """
    return coverage.groupby("month")["complete"].all()


def absent_months(coverage: pd.DataFrame) -> pd.DatetimeIndex:
    """List months between the first and the last in which nothing was counted anywhere: no file was given.

    Parameters
    ----------
    coverage : DataFrame
        `month, incident_count`, a row for each month and district; without counts (a copy for others) none is absent.
    """
    if "incident_count" not in coverage:
        return pd.DatetimeIndex([])
    counted = pd.to_numeric(coverage["incident_count"]).groupby(coverage["month"]).sum(min_count=1)
    return pd.DatetimeIndex(counted.index[counted == 0])


def _every_month(months: pd.Series[pd.Timestamp]) -> pd.DatetimeIndex:
    """List every month from the first to the last, so that a month without any row is noticed."""
    if months.empty:
        return pd.DatetimeIndex([])
    return pd.date_range(months.min(), months.max(), freq="MS")
