"""Describe a trend: the last step beside the same months a year earlier, never beside another season."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from maps.model.series import Series, step_words
from maps.text.phrases import number

STEPS_OF_A_YEAR = {"month": 12, "quarter": 4}
_ALL_CRIME = "All recorded crime"


def trend_words(series: Series, values: Sequence[float], years_not_compared: str) -> str:
    """Compare the last step with the same one a year earlier: "90 in June 2025, and 95 a year earlier.".

    Parameters
    ----------
    series : Series
    values : sequence of float
        A place's recorded crime in each step.
    years_not_compared : str
        From :func:`years_not_compared`.
    """
    names, last = [step[1] for step in step_words(series)], len(values) - 1
    said, ago = f"{number(values[last])} in {names[last]}", last - STEPS_OF_A_YEAR[series.step]
    if ago >= 0 and ago not in series.gaps:
        said += (
            f". The year before is {years_not_compared}"
            if years_not_compared
            else f", and {number(values[ago])} a year earlier"
        )
    return f"{said}.{' Hatched: no complete data.' if series.gaps else ''}"


def years_not_compared(moves: pd.DataFrame, districts: Iterable[str]) -> str:
    """Say why recorded crime of a place does not compare with the year before; empty if it does.

    Parameters
    ----------
    moves : DataFrame
        As :attr:`maps.model.inputs.OptionalFrames.location_moves`.
    districts : iterable of str
        The districts that the place lies in.
    """
    if moves.empty:
        return ""
    of_it = moves[(moves["crime_type"] == _ALL_CRIME) & ~moves["comparable"].astype(bool)]
    here = of_it[of_it["district_code"].isna() | of_it["district_code"].isin(list(districts))]
    return "" if here.empty else str(here.sort_values("district_code", na_position="last")["words"].iloc[0])
