"""Columns as plain lists and arrays: taken from the frames once for a force, and then cut into units."""

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
    """The values at these positions.

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
    """Values as plain numbers; NaN where one is missing."""
    return values.to_numpy(dtype=np.float64, na_value=np.nan)


def whole(values: Floats) -> list[int | None]:
    """Values as pages store them: whole numbers, None where one is missing."""
    return [None if value != value else int(value) for value in np.rint(values).tolist()]  # NaN differs from itself


def mean_known(values: Floats) -> float:
    """Mean of the values that are known; NaN where none is.

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
