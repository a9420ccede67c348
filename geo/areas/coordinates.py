"""Convert longitude and latitude to the National Grid and back."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from pyproj import Transformer


def to_national_grid(longitude: ArrayLike, latitude: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Turn longitude and latitude into eastings and northings.

    Parameters
    ----------
    longitude, latitude : array_like
        Degrees, WGS 84 (EPSG:4326), in this order whatever the axis order of the authority.

    Returns
    -------
    easting_m, northing_m : ndarray
        Metres, British National Grid (EPSG:27700). NaN where a coordinate is missing or cannot be projected.

    Notes
    -----
    Without the OSTN15 grid, which does not ship with pyproj, the change of datum is a seven-parameter one: positions
    lie some metres off (0.8 to 3.7 m where measured). That does not matter for areas of hundreds of metres; never
    quote millimetres.
    """
    return _transform("EPSG:4326", "EPSG:27700", longitude, latitude)


def to_longitude_latitude(
    easting_m: ArrayLike, northing_m: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Turn eastings and northings into longitude and latitude.

    The inverse of :func:`to_national_grid`, with the same accuracy of some metres against OSTN15.

    Parameters
    ----------
    easting_m, northing_m : array_like
        Metres, British National Grid (EPSG:27700).

    Returns
    -------
    longitude, latitude : ndarray
        Degrees, WGS 84 (EPSG:4326). NaN where a coordinate is missing.
    """
    return _transform("EPSG:27700", "EPSG:4326", easting_m, northing_m)


def _transform(source: str, target: str, x: ArrayLike, y: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    across, along = _transformer(source, target).transform(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
    lost = ~(np.isfinite(across) & np.isfinite(along))
    return np.where(lost, np.nan, across), np.where(lost, np.nan, along)


@lru_cache(maxsize=2)
def _transformer(source: str, target: str) -> Transformer:
    from pyproj import Transformer

    return Transformer.from_crs(source, target, always_xy=True)
