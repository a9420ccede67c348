"""Read the areas' outlines, and refuse files that would put incidents in the wrong place unnoticed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas
import pandas as pd
import pyproj
import shapely

from geo.exceptions import ConfigurationRefused, InputRefused, raise_together
from queries.files.missing_words import MISSING_WORDS
from queries.files.open_files import SourceFile
from queries.loaders.boundaries.checks import (
    faults_of_codes,
    faults_of_geometry,
    refuse_implausible_place,
    refuse_wrong_units,
    repair,
)
from queries.loaders.boundaries.discover import BoundaryFile, open_boundary_files
from queries.loaders.boundaries.formats import read_boundary_file
from queries.loaders.tables.match_columns import column_missing, find_column, find_standard_column
from queries.loaders.tables.messages import count_of, name_some

BRITISH_NATIONAL_GRID = "EPSG:27700"
# Scale, latitude and longitude of the origin, false easting and northing; in order of size.
NATIONAL_GRID_PARAMETERS = [-100_000.0, -2.0, 0.999601, 49.0, 400_000.0]
STANDARD_CODE = r"area_code|(lsoa|dz|sdz|oa)(\d\d)?_?(cd|code)"
STANDARD_NAME = r"area_name|(lsoa|dz|sdz|oa)(\d\d)?_?(nm|name)"


@dataclass(frozen=True)
class Boundaries:
    """The outlines of areas, and the repairs made to them.

    Attributes
    ----------
    areas : geopandas.GeoDataFrame
        Index `area_code` (sorted, unique), columns `area_name` and `geometry` (valid polygons in EPSG:27700, metres).
    notes : list[str]
        What a reader should know: columns taken for others, repairs, conversions.
    sources : list[SourceFile]
        The files read, with size and SHA-256, without their content.
    """

    areas: geopandas.GeoDataFrame
    notes: list[str]
    sources: list[SourceFile]


def read_boundaries(
    files: Sequence[str],
    *,
    base: Path,
    area_code: str | None = None,
    area_name: str | None = None,
    crs: str | None = None,
    layer: str | None = None,
    area_codes: Collection[str] | None = None,
) -> Boundaries:
    """Read boundary files and make one set of areas of them.

    Parameters
    ----------
    files : Sequence[str]
        Paths or patterns: GeoJSON, GeoPackage, Shapefile (or a zip of one), KML, GeoParquet; any of them with ``.gz``.
    base : Path
        Folder that relative paths start from.
    area_code, area_name : str or None
        Columns, or the beginnings of their names. Where they are not given, the usual names of the Office for
        National Statistics are looked for (``LSOA21CD``, ``lsoa21_code``), and the code is used for a missing name.
    crs : str or None
        CRS of files that name none.
    layer : str or None
        Layer, for files with several.
    area_codes : Collection[str] or None
        Codes to keep, for a file of the whole country; everything else is dropped before any check.

    Returns
    -------
    Boundaries

    Raises
    ------
    InputRefused
        A missing column or code, a code that is given twice, no CRS, coordinates that do not suit their CRS, geometry
        that is empty, not a polygon, or that changes its area by over 0.1% when repaired. All faults of a file
        are reported together.

    Notes
    -----
    Conversion from WGS 84 uses no OSTN15 grid and can be off by up to 4 m. Overlaps and gaps are not looked for here.
    """
    notes: list[str] = []
    parts = []
    sources = []
    for file in open_boundary_files(files, base=base):
        frame, told = _read_one(file, area_code=area_code, area_name=area_name, crs=crs, layer=layer)
        if area_codes is not None:
            wanted = set(area_codes)
            frame = frame[[code in wanted for code in frame["area_code"].tolist()]]
        checked, also_told = _check(frame, file=file.source.name)
        parts.append(checked)
        sources += [replace(source, data=b"") for source in (file.source, *file.parts.values())]
        notes += [*told, *also_told]
    areas = pd.concat(parts, ignore_index=True)
    if areas.empty:
        raise InputRefused(
            "The boundary files contain none of the force's areas", "Look whether files and codes are of one census"
        )
    _refuse_repeated_codes(areas)
    return Boundaries(areas.set_index("area_code").sort_index(), list(dict.fromkeys(notes)), sources)


def _read_one(
    file: BoundaryFile, *, area_code: str | None, area_name: str | None, crs: str | None, layer: str | None
) -> tuple[geopandas.GeoDataFrame, list[str]]:
    """Read one file as `area_code`, `area_name`, `geometry` in the CRS of the file."""
    source = file.source
    notes: list[str] = []
    picked: list[str] = []

    def choose(columns: Sequence[str]) -> list[str]:
        code, code_note = _pick(columns, area_code, STANDARD_CODE, ("cd", "code"), source.name)
        if code is None:
            raise column_missing(columns, area_code or "LSOA21CD", file=source.name)
        name, name_note = _pick(columns, area_name, STANDARD_NAME, ("nm", "name"), source.name)
        if name is None:
            name_note = f"'{source.name}' has no column of names; codes are used instead"
        if code == name and area_code != area_name:
            raise InputRefused(
                f"'{source.name}': column '{code}' would be both code and name; a Shapefile cuts headings at ten"
                f" letters, and it has {name_some(columns, at_most=20)}",
                "Name the two columns in [areas] as they are in the file",
            )
        notes.extend(note for note in (code_note, name_note) if note)
        picked.extend([code, name or code])
        return list(dict.fromkeys(picked))

    frame, names_crs = read_boundary_file(
        source.data,
        file=source.name,
        choose=choose,
        layer=layer,
        parts={ending: part.data for ending, part in file.parts.items()},
    )
    frame, crs_notes = _settle_crs(frame, crs, names_crs=names_crs, file=source.name)
    codes = _text(frame[picked[0]]).str.upper()
    names = _text(frame[picked[1]])
    return geopandas.GeoDataFrame({"area_code": codes, "area_name": names}, geometry=frame.geometry), notes + crs_notes


def _text(column: pd.Series) -> pd.Series:
    """Return text without spaces around it; words for missing become missing."""
    text = (
        column.astype(object).where(column.notna(), None).map(lambda cell: None if cell is None else str(cell).strip())
    )
    return text.where(~text.isin(MISSING_WORDS), None).astype("str")


def _pick(
    columns: Sequence[str], heading: str | None, standard: str, endings: tuple[str, ...], file: str
) -> tuple[str | None, str | None]:
    """Return the column meant, and a note if it was not named exactly; None if no usual name is there."""
    if heading is not None:
        return find_column(columns, heading, file=file, endings=endings)
    found = find_standard_column(columns, standard)
    if len(found) > 1:
        raise InputRefused(
            f"'{file}': several columns could be meant: {', '.join(found)}", "Name one of them in the configuration"
        )
    return (found[0], f"'{file}': column '{found[0]}' taken") if found else (None, None)


def _settle_crs(
    frame: geopandas.GeoDataFrame, crs: str | None, *, names_crs: bool, file: str
) -> tuple[geopandas.GeoDataFrame, list[str]]:
    """Give the frame the CRS that applies to it."""
    if crs is not None and names_crs:
        return frame, [f"'{file}' names its own CRS ({frame.crs.name}); the one in the configuration is not used"]
    if crs is not None:
        try:
            return frame.set_crs(crs, allow_override=True), []
        except pyproj.exceptions.CRSError:
            raise ConfigurationRefused(f"'{crs}' is not a CRS", "Write it as EPSG:27700") from None
    if frame.crs is None:
        raise InputRefused(
            f"'{file}' does not say which CRS its coordinates are in", "Give crs in [areas], for example EPSG:27700"
        )
    return frame, []


def _check(frame: geopandas.GeoDataFrame, *, file: str) -> tuple[geopandas.GeoDataFrame, list[str]]:
    """Refuse what cannot be used; return the rest as valid polygons on the British National Grid."""
    notes: list[str] = []
    raise_together([*faults_of_codes(frame, file), *faults_of_geometry(frame, file)])
    if shapely.has_z(frame.geometry).any():
        notes.append(f"'{file}': heights dropped")
        frame = frame.set_geometry(shapely.force_2d(frame.geometry.array))
    refuse_wrong_units(frame, file)
    if is_national_grid(frame.crs):
        frame = frame.set_crs(BRITISH_NATIONAL_GRID, allow_override=True)
    else:
        notes.append(f"Outlines converted from {frame.crs.name} to the British National Grid, good to about 4 m")
        frame = frame.to_crs(BRITISH_NATIONAL_GRID)
    refuse_implausible_place(frame, file)
    repaired, also = repair(frame, file)
    return repaired, notes + also


def is_national_grid(crs: pyproj.CRS) -> bool:
    """Return whether a CRS is the British National Grid by its projection and ellipsoid, whatever its name.

    Esri's ``.prj`` names it otherwise than the EPSG does, and a conversion between the two would only move outlines.
    """
    if crs == pyproj.CRS(BRITISH_NATIONAL_GRID):
        return True
    projected = crs.source_crs if crs.is_bound and crs.source_crs else crs
    operation = projected.coordinate_operation
    if not projected.is_projected or operation is None or "Transverse Mercator" not in operation.method_name:
        return False
    given = sorted(round(float(parameter.value), 6) for parameter in operation.params)
    ellipsoid = projected.ellipsoid
    metres = all(axis.unit_conversion_factor == 1 for axis in projected.axis_info)
    return metres and given == NATIONAL_GRID_PARAMETERS and ellipsoid is not None and "Airy" in ellipsoid.name


def _refuse_repeated_codes(areas: geopandas.GeoDataFrame) -> None:
    repeated = sorted(set(areas["area_code"][areas["area_code"].duplicated()]))
    if repeated:
        raise InputRefused(
            f"The boundary files contain {count_of(len(repeated), 'code')} more than once: {name_some(repeated)}",
            "Give each area once; join the parts of one area into one outline",
        )
