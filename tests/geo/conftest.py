"""Small forces made of squares, frames written as text, and the one check that every result keeps its input's index."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

AreaMaker = Callable[..., gpd.GeoDataFrame]


@pytest.fixture
def make_areas() -> AreaMaker:
    """A force of squares, 100 m wide, named row by row: a1 a2 a3 / b1 b2 b3."""

    def make(columns: int, rows: int, *, residents: float = 1000.0, npu: str = "AA") -> gpd.GeoDataFrame:
        places = [(row, column) for row in range(rows) for column in range(columns)]
        codes = [
            f"{chr(97 + row)}{column + 1:02d}" if columns > 9 else f"{chr(97 + row)}{column + 1}"
            for row, column in places
        ]
        squares = [
            shapely.box(400_000 + 100 * c, 280_000 - 100 * r, 400_100 + 100 * c, 280_100 - 100 * r) for r, c in places
        ]
        areas = gpd.GeoDataFrame(index=pd.Index(codes, name="area_code"), geometry=squares, crs="EPSG:27700")
        areas["area_name"] = [f"Area {code}" for code in codes]
        areas["npu_code"] = npu
        areas["team_code"] = [code[0] for code in codes]
        areas["ward_code"] = [f"W{code[0].upper()}" for code in codes]
        areas["ward_name"] = [f"Ward {code[0].upper()}" for code in codes]
        areas["population"] = residents
        areas["hectares"] = 1.0
        return areas

    return make


@pytest.fixture
def jitter() -> Callable[..., gpd.GeoDataFrame]:
    """Move every vertex of every area by itself, so that no two areas share a vertex bit for bit."""

    def move(areas: gpd.GeoDataFrame, *, by_m: float, seed: int = 1) -> gpd.GeoDataFrame:
        random = np.random.default_rng(seed)

        def shift(points: np.ndarray) -> np.ndarray:
            return points + random.uniform(-by_m, by_m, size=points.shape)

        # A ring must close on its own first vertex.
        moved = [shapely.Polygon(shift(shapely.get_coordinates(square)[:-1])) for square in areas.geometry]
        return areas.set_geometry(gpd.GeoSeries(moved, index=areas.index, crs=areas.crs))

    return move


@pytest.fixture
def table() -> Callable[[str], pd.DataFrame]:
    """A frame from a text table; '-' is missing."""

    def read(text: str, index: str | None = None) -> pd.DataFrame:
        frame = pd.read_csv(io.StringIO(text.strip()), sep=r"\s{2,}", engine="python", na_values="-")
        return frame if index is None else frame.set_index(index)

    return read


@pytest.fixture
def same_index() -> Callable[[pd.Series | pd.DataFrame, Sequence[str] | pd.Index], None]:
    """A result carries the input's index in the input's order."""

    def check(result: pd.Series | pd.DataFrame, expected: Sequence[str] | pd.Index) -> None:
        assert list(result.index) == list(expected)

    return check
