"""Counts step by step: quarters where there are enough whole ones, else months. What the slider and the trends show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from geo.steps import add_up_steps, count_by_month
from maps.classes import Limits, find_limits
from maps.columns import Floats, Positions, pick
from maps.outlines import encode_numbers
from maps.site import Site
from maps.words import month_words

_LEAST_QUARTERS = 4
_LEAST_STEPS = 2


@dataclass(frozen=True)
class LayerSeries:
    """One layer over time, all areas of the force.

    Attributes
    ----------
    rows : list of str
        Counts of each area, step after step, as :func:`maps.outlines.encode_numbers` writes them.
    counts : array
        The same as numbers: areas down, steps across.
    limits : Limits
        The same for every step, so that steps compare.
    """

    rows: list[str]
    counts: Floats
    limits: Limits


@dataclass(frozen=True)
class Series:
    """All layers that have steps.

    Attributes
    ----------
    step : str
        "quarter" or "month".
    starts : list of date
        First day of each step; a step that lacks a month is left out.
    layers : dict
        By the layer's id.
    """

    step: str
    starts: list[date]
    layers: dict[str, LayerSeries]


def complete_rows(site: Site) -> pd.DataFrame:
    """Rows of ``area_months`` in the complete months of the period."""
    months = pd.to_datetime(site.area_months["month"])
    left_out = [pd.Timestamp(gap.month.replace(day=1)) for gap in site.period.incomplete_months]
    first, last = (pd.Timestamp(day.replace(day=1)) for day in (site.period.first_month, site.period.last_month))
    return site.area_months[months.between(first, last) & ~months.isin(left_out)]


def build_series(site: Site, layer_ids: dict[str, str]) -> Series | None:
    """Counts of all recorded crime (layer "crime") and of each type over time; None where there are too few steps.

    Parameters
    ----------
    site : Site
    layer_ids : dict
        Layer of each crime type.
    """
    rows = complete_rows(site)
    months = pd.DatetimeIndex(sorted(pd.to_datetime(rows["month"]).unique()))
    monthly = count_by_month(rows, area_codes=site.areas.index, months=months)
    whole_quarters = pd.Series(months.to_period("Q")).value_counts().eq(3).sum()
    step = "quarter" if whole_quarters >= _LEAST_QUARTERS else "month"
    assessable = site.ranking["assessable"].reindex(site.areas.index).to_numpy(dtype=bool)
    tables = {layer_ids[name]: add_up_steps(counts, step=step) for name, counts in monthly.items()}
    crimes = set(site.further.crime_types.get("crime_type", pd.Series(dtype=str)))
    of_crime = [add_up_steps(counts, step=step) for name, counts in monthly.items() if name in crimes]
    if of_crime:
        tables = {"crime": sum(of_crime[1:], start=of_crime[0]), **tables}
    starts = next((pd.DatetimeIndex(table.columns) for table in tables.values()), pd.DatetimeIndex([]))
    if len(starts) < _LEAST_STEPS:
        return None
    layers = {name: _series(table.to_numpy(dtype=float), assessable) for name, table in tables.items()}
    return Series(step, [start.date() for start in starts], layers)


def _series(counts: Floats, assessable: Any) -> LayerSeries:
    return LayerSeries(encode_numbers(counts), counts, find_limits(pd.Series(counts[assessable].ravel())))


def step_words(series: Series) -> list[tuple[str, str]]:
    """Each step as links name it ("2025-04") and in words: "April to June 2025", or "June 2025"."""
    return [(f"{start:%Y-%m}", _words(start, series.step)) for start in series.starts]


def _words(start: date, step: str) -> str:
    if step == "month":
        return month_words(start)
    return f"{month_words(start).split(' ')[0]} to {month_words(start.replace(month=start.month + 2))}"


def write_series(series: Series | None, layer_id: str, at: Positions) -> dict[str, Any] | None:
    """One layer over time as a unit's page holds it; None where it has none."""
    if series is None or layer_id not in series.layers:
        return None
    found = series.layers[layer_id]
    return {
        "counts": pick(found.rows, at),
        "means": [round(float(mean), 1) for mean in found.counts[at].mean(axis=0)],
        "limits": found.limits.limits,
        "codes": "".join(code for code, _ in found.limits.labels),
        "labels": found.limits.labels,
    }
