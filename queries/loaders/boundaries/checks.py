"""Check outlines: missing, not polygons, in the wrong place, or crossing themselves."""

from __future__ import annotations

import geopandas
import numpy as np
import shapely

from geo.exceptions import InputRefused, Refusal
from queries.loaders.tables.messages import count_of, name_some

# Metres on the British National Grid; wide enough for Shetland, Scilly and Northern Ireland.
PLAUSIBLE_EASTING_M = (-200_000, 800_000)
PLAUSIBLE_NORTHING_M = (-100_000, 1_300_000)
LARGEST_CHANGE_OF_AREA = 0.001
SMALLEST_TOLD = 0.0001  # of the area; smaller changes get no figure


def faults_of_codes(frame: geopandas.GeoDataFrame, file: str) -> list[Refusal]:
    """List areas without a code."""
    blank = int((frame["area_code"].isna() | (frame["area_code"] == "")).sum())
    if not blank:
        return []
    return [InputRefused(f"'{file}': {count_of(blank, 'area')} without a code", "Give each area its code")]


def faults_of_geometry(frame: geopandas.GeoDataFrame, file: str) -> list[Refusal]:
    """List areas without an outline, or whose outline is no polygon."""
    empty = frame.geometry.isna() | frame.geometry.is_empty
    kinds = frame.geometry.geom_type
    other = ~empty & ~kinds.isin(["Polygon", "MultiPolygon"])
    faults: list[Refusal] = []
    if empty.any():
        faults.append(
            InputRefused(
                f"'{file}': no outline for {name_some(frame['area_code'][empty])}", "Give it, or remove the area"
            )
        )
    if other.any():
        faults.append(
            InputRefused(
                f"'{file}': {name_some(frame['area_code'][other])} given as {name_some(sorted(set(kinds[other])))}, "
                "not as a polygon",
                "Give the areas' outlines, not their centres or lines",
            )
        )
    return faults


def refuse_wrong_units(frame: geopandas.GeoDataFrame, file: str) -> None:
    """Refuse metres declared as degrees, or degrees declared as metres."""
    if frame.empty:
        return
    west, south, east, north = frame.total_bounds
    in_degrees = max(abs(west), abs(east)) <= 180 and max(abs(south), abs(north)) <= 90
    if frame.crs.is_geographic and not in_degrees:
        raise InputRefused(
            f"'{file}' says its coordinates are degrees ({frame.crs.name}), "
            f"but they run from {west:,.0f} to {east:,.0f}",
            "They look like metres: export the file again with its true CRS, such as EPSG:27700",
        )
    if frame.crs.is_projected and in_degrees:
        raise InputRefused(
            f"'{file}' says its coordinates are metres ({frame.crs.name}), but they run from {west:.2f} to {east:.2f}",
            "They look like degrees: export the file again with its true CRS, such as EPSG:4326",
        )


def refuse_implausible_place(frame: geopandas.GeoDataFrame, file: str) -> None:
    """Refuse outlines outside the United Kingdom: latitude and longitude swapped, or a wrong CRS."""
    if frame.empty:
        return
    west, south, east, north = frame.total_bounds
    inside = (
        PLAUSIBLE_EASTING_M[0] <= west <= east <= PLAUSIBLE_EASTING_M[1]
        and PLAUSIBLE_NORTHING_M[0] <= south <= north <= PLAUSIBLE_NORTHING_M[1]
    )
    if not inside:
        raise InputRefused(
            f"'{file}' contains areas outside the United Kingdom",
            "Look whether latitude and longitude are swapped, or the CRS is another one",
        )


def repair(frame: geopandas.GeoDataFrame, file: str) -> tuple[geopandas.GeoDataFrame, list[str]]:
    """Repair outlines that touch or cross themselves, where that hardly changes their area.

    Parameters
    ----------
    frame : geopandas.GeoDataFrame
        `area_code` and `geometry` in metres.
    file : str
        Name of the file, for the messages.

    Returns
    -------
    tuple[geopandas.GeoDataFrame, list[str]]
        The same rows with valid outlines, and a note that says which were repaired.

    Raises
    ------
    InputRefused
        An area would change by over 0.1%.

    Notes
    -----
    ``shapely.make_valid(method="structure")`` keeps rings as shells and holes. What could mislead: the area of a
    crossing outline counts its overlaps by their turning direction, so a figure of eight shows as a large change.
    """
    broken = ~shapely.is_valid(frame.geometry.array)
    if not broken.any():
        return frame, []
    before = shapely.area(frame.geometry.array[broken])
    mended = shapely.make_valid(np.asarray(frame.geometry.array[broken]), method="structure", keep_collapsed=False)
    after = shapely.area(mended)
    change = np.abs(after - before) / np.where(after > 0, np.minimum(before, after).clip(min=1e-9), 1e-9)
    codes = frame["area_code"][broken]
    if (change > LARGEST_CHANGE_OF_AREA).any():
        worst = [
            f"{code} by {_percent(c)}" for code, c in zip(codes, change, strict=True) if c > LARGEST_CHANGE_OF_AREA
        ]
        raise InputRefused(
            f"'{file}': repairing a self-crossing outline would change the area of {name_some(worst)}",
            "Draw these outlines again; at most 0.1% is repaired without asking",
        )
    geometry = np.asarray(frame.geometry.array).copy()
    geometry[broken] = mended
    note = (
        f"'{file}': {count_of(len(codes), 'self-touching outline')} repaired ({name_some(codes)}); "
        f"each changed by less than {max(change.max(), SMALLEST_TOLD):.2%} of its area"
    )
    return frame.set_geometry(geopandas.array.GeometryArray(geometry, crs=frame.crs)), [note]


def _percent(change: float) -> str:
    return f"{change:.1%}" if change <= 1 else "over 100%"
