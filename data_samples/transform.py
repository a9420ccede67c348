"""Between the National Grid and longitude and latitude, by one fixed formula."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

Floats = NDArray[np.float64]

# Spelt out, because the choice that PROJ makes from two EPSG codes depends on the grids that a machine happens to have.
# Good to about 5 m, which is nothing to an invented town; reading back with another transform differs by as much.
GRID_TO_DEGREES = (
    "+proj=pipeline +step +inv +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy "
    "+step +proj=push +v_3 +step +proj=cart +ellps=airy "
    "+step +proj=helmert +x=446.448 +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 +rz=0.842 +s=-20.489 "
    "+convention=position_vector "
    "+step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 +step +proj=unitconvert +xy_in=rad +xy_out=deg"
)


def to_lon_lat(easting_m: Floats, northing_m: Floats) -> tuple[Floats, Floats]:
    """Turn easting and northing (EPSG:27700) into longitude and latitude (EPSG:4326)."""
    lon, lat = Transformer.from_pipeline(GRID_TO_DEGREES).transform(easting_m, northing_m)
    return np.asarray(lon), np.asarray(lat)


def shapes_to_lon_lat(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Turn shapes into longitude and latitude with seven decimals (a centimetre); equal corners stay equal."""
    corners = shapely.get_coordinates(shapes)
    lon, lat = to_lon_lat(corners[:, 0], corners[:, 1])
    return np.asarray(shapely.set_coordinates(shapes.copy(), np.round(np.column_stack([lon, lat]), 7)))
