"""Charts beside the map of a place's sheet: recorded crime over time, and when calls come, if times are known."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from maps.drawing.charts import BarChart, draw_bars
from maps.model.force_view import Force
from maps.model.json_columns import Positions
from maps.model.series import step_words
from maps.text.phrases import number

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HOURS = tuple(f"{hour:02d}:00" for hour in range(24))
_LEAST_TIMED = 50


def place_charts(
    force: Force, at: Positions, candidate_id: str, trend_words: Callable[[list[float]], str]
) -> tuple[BarChart, ...]:
    """Draw the charts of a place; one is left out if too little is known. `trend_words` describes its crime by step.

    Parameters
    ----------
    force : Force
        What all pages share.
    at : ndarray
        The unit's areas among all areas.
    candidate_id : str
        The place.
    trend_words : callable
        What recorded crime step by step shows, in words.

    Returns
    -------
    tuple of BarChart
        In the order of the sheet.
    """
    return (*_trend(force, at, trend_words), *_peaks(force.site.further.peaks, candidate_id))


def _trend(force: Force, at: Positions, trend_words: Callable[[list[float]], str]) -> list[BarChart]:
    series = force.series
    if series is None or "crime" not in series.layers:
        return []
    values = series.layers["crime"].counts[at].sum(axis=0).tolist()
    words = [step[1] for step in step_words(series)]
    return [draw_bars(f"Recorded crime by {series.step}", values, words, trend_words(values), gaps=series.gaps)]


def _peaks(peaks: pd.DataFrame, candidate_id: str) -> list[BarChart]:
    """Count incidents with a time of day by hour and by weekday."""
    here = peaks[peaks["candidate_id"] == candidate_id] if len(peaks) else peaks
    if here.empty or here["incident_count"].sum() < _LEAST_TIMED:
        return []
    total = number(here["incident_count"].sum())
    hours = here.groupby("hour")["incident_count"].sum().reindex(range(24), fill_value=0)
    days = here.groupby("weekday")["incident_count"].sum().reindex(range(1, 8), fill_value=0)
    return [
        draw_bars(
            "By hour",
            hours.tolist(),
            _HOURS,
            f"Busiest from {_HOURS[int(hours.to_numpy().argmax())]}; {total} with a time.",
        ),
        draw_bars("By weekday", days.tolist(), _DAYS, f"Busiest on {_DAYS[int(days.to_numpy().argmax())]}."),
    ]
