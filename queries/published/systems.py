"""Coordinate systems in which outlines are published; each has its own order of axes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.exceptions import WrongUsage

METRE_DECIMALS = 2
DEGREE_DECIMALS = 6  # about 0.1 m: finer than the data, as in every export


@dataclass(frozen=True)
class System:
    """A coordinate system.

    Attributes
    ----------
    uri : str
        As clients name it.
    title : str
        Name and order of the axes, in words.
    outline : str
        Column of ``shapes`` that contains outlines in it, east (or longitude) first.
    text : str
        Column of ``shapes`` that contains them as GeoJSON, axes in the order of the system.
    north_first : bool
        Whether the first axis is north (or latitude).
    """

    uri: str
    title: str
    outline: str
    text: str
    north_first: bool = False

    @property
    def degrees(self) -> bool:
        """Whether its axes are longitude and latitude, so that a box may cross the 180th meridian."""
        return self.outline == "outline_degrees"

    def east_first(self, shape: shapely.Geometry) -> shapely.Geometry:
        """Convert a shape from the order of this system to east (or longitude) first."""
        return swap_axes(shape) if self.north_first else shape


CRS84 = System(
    "http://www.opengis.net/def/crs/OGC/1.3/CRS84", "WGS 84, longitude then latitude", "outline_degrees", "crs84_json"
)
WGS84 = System(
    "http://www.opengis.net/def/crs/EPSG/0/4326",
    "WGS 84, latitude then longitude (EPSG:4326)",
    "outline_degrees",
    "epsg4326_json",
    north_first=True,
)
BRITISH_GRID = System(
    "http://www.opengis.net/def/crs/EPSG/0/27700",
    "British National Grid, easting then northing, metres (EPSG:27700)",
    "outline_m",
    "epsg27700_json",
)
STORED = BRITISH_GRID
SYSTEMS = {system.uri: system for system in (CRS84, BRITISH_GRID, WGS84)}


def find_system(uri: str, parameter: str) -> System:
    """Return the system of a URI.

    Parameters
    ----------
    uri : str
        As OGC names it, such as ``http://www.opengis.net/def/crs/OGC/1.3/CRS84``.
    parameter : str
        Name of the query parameter, for the refusal.

    Returns
    -------
    System
        One of those in which outlines are published.

    Raises
    ------
    WrongUsage
        Outlines are not published in it.
    """
    if uri not in SYSTEMS:
        raise WrongUsage(f"{parameter} is '{uri}', which is not served", f"Give one of {', '.join(SYSTEMS)}")
    return SYSTEMS[uri]


def swap_axes(shape: shapely.Geometry) -> shapely.Geometry:
    """Exchange the two coordinates of every corner."""
    swapped: shapely.Geometry = shapely.transform(shape, lambda corners: corners[:, ::-1])
    return swapped


def round_corners(shapes: NDArray[np.object_], decimals: int) -> NDArray[np.object_]:
    """Round the coordinates of shapes."""
    rounded: NDArray[np.object_] = shapely.transform(shapes, lambda corners: np.round(corners, decimals))
    return rounded
