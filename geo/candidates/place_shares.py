"""Measure what places give up to be connected: their share of the force beside as many areas chosen freely."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator

IN_PLACES = "areas in places"
BY_NEED = "highest need, as many areas"
BY_NEED_RESIDENTS = "highest need, as many residents"
BY_CRIME = "most recorded crime, as many areas"
SHARED = {
    "population": "resident_share",
    "hectares": "land_share",
    "crime_count": "crime_share",
    "demand_count": "demand_share",
    "harm_days": "harm_share",
}


def measure_place_shares(members: Collection[str], need: pd.Series[float], areas: pd.DataFrame) -> pd.DataFrame:
    """Compare the share of the force in the places with that in areas chosen freely from the whole force.

    Parameters
    ----------
    members : collection of str
        Codes of the areas that lie in a place.
    need : Series
        Need score by `area_code`; missing where an area cannot be assessed, which is never chosen freely.
    areas : DataFrame
        The same index: `population` (residents), `hectares`, `crime_count`, `demand_count`, `harm_days` of the period.

    Returns
    -------
    DataFrame
        One row for each choice: `chosen_by`, `area_count`, `population`, `resident_share`, `land_share`,
        `crime_share`, `demand_share`, `harm_share` (each of the force, 0 to 1; missing where the force has none) and
        `need_above_mean` (need-score points above the force mean, added up). The choices are the areas in places; as
        many areas of highest need, wherever they lie; areas of highest need with no more residents than the places;
        as many areas with most recorded crime. No rows without places.

    Notes
    -----
    A free choice ignores that places must be connected, that units share the places, and the floor, so the difference
    between the first two rows is what all three rules cost. What could mislead: all choices are made and counted on
    the same months, so the row of most recorded crime is higher than it would be on later months; the back-test
    (`backtest`, and `python -m benchmarks.prediction`) counts on months held out.
    """
    if not len(members):
        return pd.DataFrame()
    return pd.DataFrame(
        {"chosen_by": name, **_shares(areas.loc[list(chosen)], areas), "need_above_mean": _above(need, chosen)}
        for name, chosen in _choices(members, need, areas)
    )


def _choices(
    members: Collection[str], need: pd.Series[float], areas: pd.DataFrame
) -> Iterator[tuple[str, Collection[str]]]:
    """Return each choice with its areas; areas of equal score are ordered by code."""
    ranked = need.dropna().sort_index().sort_values(ascending=False, kind="stable").index
    crime = areas["crime_count"].reindex(ranked).sort_index().sort_values(ascending=False, kind="stable")
    people = areas["population"].astype(float)
    filled = people.reindex(ranked).fillna(0.0).cumsum() <= float(people[list(members)].sum()) + 1e-9
    yield IN_PLACES, members
    yield BY_NEED, ranked[: len(members)]
    yield BY_NEED_RESIDENTS, ranked[filled.to_numpy()]
    yield BY_CRIME, crime.index[: len(members)]


def _shares(chosen: pd.DataFrame, areas: pd.DataFrame) -> dict[str, float]:
    totals = {column: float(areas[column].astype(float).sum()) for column in SHARED}
    inside = {column: float(chosen[column].astype(float).sum()) for column in SHARED}
    shares = {name: inside[c] / totals[c] if totals[c] > 0 else float("nan") for c, name in SHARED.items()}
    return {"area_count": len(chosen), "population": inside["population"], **shares}


def _above(need: pd.Series[float], chosen: Collection[str]) -> float:
    return float((need.reindex(list(chosen)) - need.mean()).fillna(0.0).sum())
