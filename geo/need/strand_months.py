"""The three counted strands month by month, and how they divide into crime types."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from geo.exceptions import ConfigurationRefused
from geo.need.count_draws import StrandNoise, measure_noise, typical_record
from geo.need.need_index import COUNTED
from geo.trends.steps import count_by_month


@dataclass(frozen=True)
class StrandMonths:
    """Counts by type and month, and the weight of each type in each strand.

    Parameters
    ----------
    by_type : mapping of str to DataFrame
        Areas down, complete months across; only types that occur.
    weights : DataFrame
        Index `crime_type`, columns `crime`, `demand` and `harm`.
    area_codes : Index
        Every area.
    months : DatetimeIndex
        The complete months, in order.
    """

    by_type: Mapping[str, pd.DataFrame]
    weights: pd.DataFrame
    area_codes: pd.Index[str]
    months: pd.DatetimeIndex

    def monthly(self, strand: str, *, leave_out: Collection[str] = ()) -> pd.DataFrame:
        """Return one strand with areas down, months across."""
        total = pd.DataFrame(0.0, index=self.area_codes, columns=self.months)
        for name, table in self.by_type.items():
            weight = float(self.weights[strand][name])
            if weight > 0 and name not in leave_out:
                total = total + weight * table
        return total

    def add_up(self, months: pd.DatetimeIndex | None = None, *, leave_out: Collection[str] = ()) -> pd.DataFrame:
        """Sum all three strands over some months (all by default): areas down, one column a strand."""
        chosen = self.months if months is None else months
        return pd.DataFrame({s: self.monthly(s, leave_out=leave_out)[chosen].sum(axis=1) for s in COUNTED})

    def weigh(self, weights: Mapping[str, float], *, leave_out: Collection[str] = ()) -> pd.Series[float]:
        """Sum counts over the period by other weights: Σ weight x count; a type without a weight counts as 0."""
        total = pd.Series(0.0, index=self.area_codes)
        for name, table in self.by_type.items():
            if name not in leave_out:
                total = total + weights.get(name, 0.0) * table.sum(axis=1)
        return total

    def noise(self) -> StrandNoise:
        """Return how much each strand varies by chance; see :func:`geo.need.count_draws.measure_noise`."""
        totals = pd.Series({name: float(table.to_numpy().sum()) for name, table in self.by_type.items()}, dtype=float)
        record = {strand: typical_record(totals, self.weights[strand]) for strand in COUNTED}
        return measure_noise({strand: self.monthly(strand) for strand in COUNTED}, record)


def lay_out_strands(
    area_months: pd.DataFrame, crime_types: pd.DataFrame, *, area_codes: pd.Index[str], months: pd.DatetimeIndex
) -> StrandMonths:
    """Lay counts out by strand and month.

    Parameters
    ----------
    area_months : DataFrame
        `area_code, month, crime_type, incident_count`, only rows above zero.
    crime_types : DataFrame
        `crime_type, kind, harm_days, police_generated, demand_weight`, as the table of that name. Types that are
        `police_generated` there weigh no harm.
    area_codes : Index
        Every area.
    months : DatetimeIndex
        The complete months.

    Returns
    -------
    StrandMonths
        Counts by type, areas down and months across, with the weights of the strands.
    """
    kinds = crime_types.set_index("crime_type")
    is_crime = kinds["kind"] == "crime"
    weights = pd.DataFrame(
        {
            "crime": is_crime.astype(float),
            "demand": kinds["demand_weight"].where(~is_crime, 0.0),
            "harm": kinds["harm_days"].where(is_crime & ~kinds["police_generated"].astype(bool), 0.0),
        }
    )
    by_type = count_by_month(area_months, area_codes=area_codes, months=months)
    return StrandMonths(by_type, weights, area_codes, months)


def check_types(names: Collection[str], crime_types: pd.DataFrame) -> None:
    """Refuse names of crime types that are not known.

    Parameters
    ----------
    names : collection of str
        Crime types that a configuration names.
    crime_types : DataFrame
        As the table of that name.

    Raises
    ------
    ConfigurationRefused
        One is not a type of recorded crime: misspelt, or a kind of call.
    """
    known = crime_types.loc[crime_types["kind"] == "crime", "crime_type"]
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise ConfigurationRefused(
            f"No crime type is called {', '.join(repr(name) for name in unknown)}", f"Use: {', '.join(sorted(known))}"
        )


def recent_months(months: pd.DatetimeIndex) -> tuple[str, pd.DatetimeIndex]:
    """Return the later part of a period that could have been chosen instead, with its name.

    The latest 12 complete months, which have every season once where none is missing between them; the later half where
    there are no more than 12.

    Parameters
    ----------
    months : DatetimeIndex
        Complete months, in order.

    Returns
    -------
    tuple
        What the stretch is called, and its months.
    """
    if len(months) > 12:
        return "latest 12 complete months", months[-12:]
    return "later half of the months", months[len(months) // 2 :]
