"""Convert columns to plain lists and arrays, once for a force, to be cut into units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.arrays import Floats

Positions = NDArray[np.intp]
_Item = TypeVar("_Item")


def pick(values: Sequence[_Item], at: Positions) -> list[_Item]:
    """Return the values at these positions.

    Parameters
    ----------
    values : sequence of object
        One an area of the force.
    at : ndarray
        Positions among them.

    Returns
    -------
    list of object
        In the order of `at`.
    """
    return [values[position] for position in at.tolist()]


def floats(values: pd.Series) -> Floats:
    """Return values as plain numbers; NaN for a missing one."""
    return values.to_numpy(dtype=np.float64, na_value=np.nan)


def to_whole_numbers(values: Floats) -> list[int | None]:
    """Return values as pages store them: whole numbers, None for a missing one."""
    return [None if value != value else int(value) for value in np.rint(values).tolist()]  # NaN differs from itself


def mean_known(values: Floats) -> float:
    """Return the mean of the values that are known; NaN if none is.

    Parameters
    ----------
    values : ndarray
        Numbers; NaN is not known.

    Returns
    -------
    float
        In the unit of the values.
    """
    known = ~np.isnan(values)
    # Summed with zeros in the gaps, as pandas does, so that the last bit agrees with its means.
    return float(np.where(known, values, 0.0).sum() / known.sum()) if known.any() else float("nan")
