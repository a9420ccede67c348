"""Build counts and hotspots step by step, for the slider and the trends.

Steps are those in which the store looked for hotspots; without them, quarters where there are enough whole ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from geo.arrays import Floats
from geo.need.need_index import COUNTED
from geo.need.strand_months import StrandMonths, lay_out_strands
from geo.trends.steps import add_up_steps, count_by_month
from maps.geometry.outlines import encode_numbers
from maps.model.classes import NO_DATA, NOT_ASSESSABLE, Limits, find_limits, hotspot_step
from maps.model.inputs import Site
from maps.model.json_columns import Positions, pick
from maps.model.packed_layers import pack_classes, pack_rest
from maps.text.period import NO_FILE, Period
from maps.text.phrases import list_words, month_words

_LEAST_QUARTERS = 8
_LEAST_STEPS = 2
_FREQUENCIES = {"month": "MS", "quarter": "QS"}
_STEP_MONTHS = {"month": 1, "quarter": 3}


@dataclass(frozen=True)
class LayerSeries:
    """One layer over time, all areas of the force.

    Attributes
    ----------
    rows : list of str
        Counts of each area, step after step, as :func:`maps.geometry.outlines.encode_numbers` writes them.
    counts : array
        The same as numbers: areas down, steps across.
    limits : Limits
        The same for every step, so that steps compare.
    parts : dict
        What a strand is the sum of: layers of types, and what each weighs. The page adds them up, so that ``rows`` is
        empty; it is empty itself for a type.
    """

    rows: list[str]
    counts: Floats
    limits: Limits
    parts: dict[str, float]


@dataclass(frozen=True)
class Series:
    """All layers that have steps.

    Attributes
    ----------
    step : str
        "quarter" or "month".
    starts : list of date
        First day of each step from the first whole one to the last.
    gaps : dict
        Position of each step between them that lacks a month, and what it lacks: "August 2024: no file". Counts have 0
        there, and are not shown.
    layers : dict
        Counts, by the layer's id.
    classes : dict
        Hotspot classes, by the layer's id: one text per area, one character per step, see :mod:`maps.model.classes`.
    """

    step: str
    starts: list[date]
    gaps: dict[int, str]
    layers: dict[str, LayerSeries]
    classes: dict[str, list[str]]


def complete_rows(site: Site) -> pd.DataFrame:
    """Return rows of ``area_months`` in the complete months of the period."""
    months = pd.to_datetime(site.area_months["month"])
    left_out = [pd.Timestamp(gap.month.replace(day=1)) for gap in site.period.incomplete_months]
    first, last = (pd.Timestamp(day.replace(day=1)) for day in (site.period.first_month, site.period.last_month))
    return site.area_months[months.between(first, last) & ~months.isin(left_out)]


def build_series(site: Site, *, type_id: Callable[[str], str], hotspot_id: Callable[[str, str], str]) -> Series | None:
    """Build crime, demand and harm (the layers of those names) and each type over time.

    None where there are too few steps, and in a copy for others, which tells nothing by month.

    Parameters
    ----------
    site : Site
    type_id, hotspot_id : callable
        Layer of a crime type; layer of a surface (measure, crime type).
    """
    if site.words.least_shown:
        return None
    rows = complete_rows(site)
    months = pd.DatetimeIndex(sorted(pd.to_datetime(rows["month"]).unique()))
    monthly = count_by_month(rows, area_codes=site.areas.index, months=months)
    step = _choose_step(site.further.hotspot_steps, months)
    assessable = site.ranking["assessable"].reindex(site.areas.index).to_numpy(dtype=bool)
    strands = _weigh_strands(rows, site, months)
    tables = {name: add_up_steps(strands.monthly(name), step=step).round() for name in COUNTED} if strands else {}
    tables = {name: table for name, table in tables.items() if table.to_numpy().any()}
    parts = {name: _parts(strands, name, type_id) for name in tables} if strands else {}
    tables |= {type_id(name): add_up_steps(counts, step=step) for name, counts in monthly.items()}
    whole = next((pd.DatetimeIndex(table.columns) for table in tables.values()), pd.DatetimeIndex([]))
    if len(whole) < _LEAST_STEPS:
        return None
    starts = pd.date_range(whole[0], whole[-1], freq=_FREQUENCIES[step])
    gaps = {at: _why_missing(site.period, start, step) for at, start in enumerate(starts) if start not in whole}
    layers = {
        name: _series(
            table.reindex(columns=starts, fill_value=0).to_numpy(dtype=float), assessable, parts.get(name, {}), gaps
        )
        for name, table in tables.items()
    }
    classes = _hotspot_rows(site, step, starts, gaps, hotspot_id)
    return Series(step, [start.date() for start in starts], gaps, layers, classes)


def _why_missing(period: Period, start: pd.Timestamp, step: str) -> str:
    """Say why a step is missing: "August 2024: no file", "September 2024: incomplete"; missing files come first."""
    months = set(pd.date_range(start, periods=_STEP_MONTHS[step], freq="MS"))
    left_out = [one for one in period.incomplete_months if pd.Timestamp(one.month.replace(day=1)) in months]
    said = {"no file": [one for one in left_out if one.missing == NO_FILE]}
    said["incomplete"] = [one for one in left_out if one.missing != NO_FILE]
    return "; ".join(
        f"{list_words([month_words(one.month) for one in found])}: {why}" for why, found in said.items() if found
    )


def _weigh_strands(rows: pd.DataFrame, site: Site, months: pd.DatetimeIndex) -> StrandMonths | None:
    """Sum the strands by type and month; None if no weights are known."""
    known = site.further.crime_types
    if known.empty:
        return None
    rows = rows[rows["crime_type"].isin(known["crime_type"])]
    return lay_out_strands(rows, known, area_codes=site.areas.index, months=months)


def _parts(strands: StrandMonths, name: str, type_id: Callable[[str], str]) -> dict[str, float]:
    weights = {kind: float(strands.weights[name][kind]) for kind in strands.by_type}
    return {type_id(kind): weight for kind, weight in weights.items() if weight > 0}


def _choose_step(hotspot_steps: pd.DataFrame, months: pd.DatetimeIndex) -> str:
    if len(hotspot_steps):
        return str(hotspot_steps["step"].mode().iloc[0])
    whole_quarters = int(pd.Series(months.to_period("Q")).value_counts().eq(3).sum())
    return "quarter" if whole_quarters >= _LEAST_QUARTERS else "month"


def _hotspot_rows(
    site: Site, step: str, starts: pd.DatetimeIndex, gaps: dict[int, str], hotspot_id: Callable[[str, str], str]
) -> dict[str, list[str]]:
    """Return classes of each surface in these steps; an area without a row cannot be assessed there."""
    found = site.further.hotspot_steps
    if found.empty:
        return {}
    found = found[found["step"] == step]
    rows: dict[str, list[str]] = {}
    for (measure, crime_type), part in found.groupby(["measure", "crime_type"], sort=True):
        grid = np.full((len(site.areas), len(starts)), NOT_ASSESSABLE, dtype="U1")
        area = site.areas.index.get_indexer(pd.Index(part["area_code"]))
        at = starts.get_indexer(pd.DatetimeIndex(part["step_start"]))
        known = (area >= 0) & (at >= 0)
        grid[area[known], at[known]] = part["hotspot_class"].map(hotspot_step).to_numpy(dtype="U1")[known]
        grid[:, list(gaps)] = NO_DATA
        rows[hotspot_id(str(measure), str(crime_type))] = ["".join(row) for row in grid]
    return rows


def _series(counts: Floats, assessable: Any, parts: dict[str, float], gaps: dict[int, str]) -> LayerSeries:
    shown = np.delete(counts, list(gaps), axis=1)
    rows = [] if parts else encode_numbers(shown)
    return LayerSeries(rows, counts, find_limits(pd.Series(shown[assessable].ravel())), parts)


def step_words(series: Series) -> list[tuple[str, ...]]:
    """Name each step for links ("2025-04") and in words ("April to June 2025"), and say why a gap is one.

    Parameters
    ----------
    series : Series
        Hotspots step by step.

    Returns
    -------
    list of tuple of str
        Pairs of name and words, in time order.
    """
    return [
        (f"{start:%Y-%m}", _words(start, series.step), *([series.gaps[at]] if at in series.gaps else []))
        for at, start in enumerate(series.starts)
    ]


def _words(start: date, step: str) -> str:
    if step == "month":
        return month_words(start)
    return f"{month_words(start).split(' ')[0]} to {month_words(start.replace(month=start.month + 2))}"


def write_series(
    series: Series | None, layer_id: str, at: Positions, totals: list[int | None] | None
) -> dict[str, Any] | None:
    """One layer over time as a unit's page stores it; None where it has none.

    Parameters
    ----------
    series : Series or None
    layer_id : str
    at : positions
        The unit's areas among all areas.
    totals : list or None
        The layer's values over the whole period, all areas of the force.
    """
    if series is None:
        return None
    if layer_id in series.classes:
        rows = pick(series.classes[layer_id], at)
        shown = [code for row in rows for step, code in enumerate(row) if step not in series.gaps]
        return {"classes": pack_classes("".join(shown))}
    if layer_id not in series.layers:
        return None
    found = series.layers[layer_id]
    whole = all(weight == 1 for weight in found.parts.values())  # a sum of rounded steps is not the rounded sum
    return {
        **({"parts": found.parts} if found.parts else {"counts": "".join(pick(found.rows, at))}),
        "rest": None if totals is None or not whole else pack_rest(pick(totals, at), found.counts[at]),
        "means": [
            None if step in series.gaps else round(float(mean), 1)
            for step, mean in enumerate(found.counts[at].mean(axis=0))
        ],
        "limits": found.limits.limits,
        "codes": "".join(code for code, _ in found.limits.labels),
        "labels": found.limits.labels,
    }
