"""Put together the force's areas: outline, unit, team, ward, district, residents."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import geopandas
import numpy as np
import pandas as pd

from geo.exceptions import ConfigurationRefused, InputRefused, Refusal, raise_together
from queries.files.csv_tables import nearest
from queries.loaders.tables.another_census import refuse_another_census
from queries.loaders.tables.messages import count_of, name_some

# Code, name, and what belongs to it: lookup column -> values. No members: the lookups give `npu_code` themselves.
NpuRule = tuple[str, str, Mapping[str, Collection[str]]]

AREA_COLUMNS = [
    "area_name",
    "npu_code",
    "team_code",
    "team_name",
    "ward_code",
    "ward_name",
    "place_name",
    "district_code",
    "district_name",
    "population",
    "hectares",
    "geometry",
]
SQUARE_METRES_PER_HECTARE = 10_000
SAME_CENSUS = "Give residents for areas of the boundaries' census, or the lookup between the two in [code_changes]"


class AssembledAreas(NamedTuple):
    """The force's areas and units, and what a reader should know about them.

    Attributes
    ----------
    areas : geopandas.GeoDataFrame
        Index `area_code` (sorted, unique), EPSG:27700, the columns of `AREA_COLUMNS`; text is NaN where unknown,
        `population` in persons, `hectares` of the outline.
    npus : pandas.DataFrame
        Index `npu_code` in the order declared, column `npu_name`.
    notes : list[str]
    """

    areas: geopandas.GeoDataFrame
    npus: pd.DataFrame
    notes: list[str]


def assign_npus(lookup: pd.DataFrame, npus: Sequence[NpuRule]) -> pd.Series:
    """Say which NPU each area belongs to.

    Parameters
    ----------
    lookup : pandas.DataFrame
        Index `area_code`; any columns that the rules name, and `npu_code` where the lookups give it directly.
    npus : Sequence[NpuRule]
        ``(code, name, members)``. An area belongs to an NPU when, for **every** column in `members`, its value is
        one of those listed. An NPU without members takes the areas whose `npu_code` it is.

    Returns
    -------
    pandas.Series
        `npu_code`, in the order of `lookup`; NaN for areas outside the force.

    Raises
    ------
    ConfigurationRefused
        A column that no lookup has, a value that no area has (with the nearest), an NPU in the lookups that is not
        declared, an NPU without areas, an area in two NPUs. All are reported together.
    """
    faults: list[Refusal] = []
    belongs: dict[str, pd.Series] = {}
    for code, _, members in npus:
        told = _faults_of_members(lookup, code, members)
        faults += told
        if not told:
            belongs[code] = _belonging(lookup, code, members)
            if not belongs[code].any():
                faults.append(
                    ConfigurationRefused(f"No area belongs to NPU {code}", f"Mend the members of {code}, or remove it")
                )
    faults += _faults_of_undeclared_npus(lookup, [code for code, _, _ in npus])
    faults += _faults_of_double_membership(belongs)
    raise_together(faults)
    claims = pd.DataFrame(belongs)
    return claims.idxmax(axis=1).where(claims.any(axis=1)).astype("str").rename("npu_code")


def assemble_areas(
    boundaries: geopandas.GeoDataFrame,
    lookup: pd.DataFrame,
    npus: Sequence[NpuRule],
    population: pd.Series,
    *,
    restrict_to_members: bool = False,
) -> AssembledAreas:
    """Join outlines, lookups, units and residents into the table of the force's areas.

    Parameters
    ----------
    boundaries : geopandas.GeoDataFrame
        Index `area_code`, `area_name`, `geometry` in EPSG:27700.
    lookup : pandas.DataFrame
        Index `area_code`, with what the lookups give.
    npus : Sequence[NpuRule]
        See `assign_npus`.
    population : pandas.Series
        Usual residents, persons, by `area_code`; the whole country does no harm.
    restrict_to_members : bool
        False: the boundaries are the force's own, and every area must belong to an NPU (a district forgotten in the
        configuration would otherwise vanish without a word). True: the boundaries reach beyond the force, and are cut
        to the areas that belong to an NPU.

    Returns
    -------
    AssembledAreas

    Raises
    ------
    ConfigurationRefused
        As `assign_npus`; an area of the force's own boundaries in no NPU.
    InputRefused
        An area of an NPU without an outline; a population of other areas altogether.
    """
    npu_code = assign_npus(lookup, npus).dropna()
    raise_together(_faults_of_cover(boundaries.index, npu_code.index, restrict_to_members=restrict_to_members))
    notes: list[str] = []
    cut = len(boundaries) - len(npu_code)
    if cut:
        notes.append(f"{count_of(cut, 'area')} of the boundary files left out as in no NPU, as configured")
    areas = boundaries.loc[sorted(npu_code.index), ["area_name", "geometry"]].copy()
    areas.index.name = "area_code"
    areas["npu_code"] = npu_code
    areas = areas.join(_named_places(lookup.reindex(areas.index), notes))
    areas["population"] = _residents(population, areas.index, notes)
    areas["hectares"] = areas.geometry.area / SQUARE_METRES_PER_HECTARE
    declared = pd.DataFrame(
        {"npu_name": [name for _, name, _ in npus]}, index=pd.Index([code for code, _, _ in npus], name="npu_code")
    )
    return AssembledAreas(areas[AREA_COLUMNS], declared.astype("str"), notes)


def _faults_of_members(lookup: pd.DataFrame, code: str, members: Mapping[str, Collection[str]]) -> list[Refusal]:
    """List columns and values that match nothing."""
    faults: list[Refusal] = []
    for column, values in members.items():
        if column not in lookup.columns:
            faults.append(
                ConfigurationRefused(
                    f"NPU {code} is described by '{column}', which no lookup gives",
                    f"Use one of {', '.join(map(str, lookup.columns)) or 'no columns, for there are none'}",
                )
            )
            continue
        known = sorted(lookup[column].dropna().unique())
        for value in sorted(set(values) - set(known)):
            faults.append(
                ConfigurationRefused(
                    f"NPU {code}: no area has the {column} '{value}'{nearest(value, known)}",
                    f"Correct the members of {code}",
                )
            )
    return faults


def _belonging(lookup: pd.DataFrame, code: str, members: Mapping[str, Collection[str]]) -> pd.Series:
    """Return True for the areas of one NPU."""
    if not members:
        given = lookup["npu_code"] if "npu_code" in lookup.columns else pd.Series(np.nan, index=lookup.index)
        return given.eq(code).fillna(False).astype(bool)
    inside = pd.Series(data=True, index=lookup.index)
    for column, values in members.items():
        inside &= lookup[column].isin(list(values))
    return inside


def _faults_of_undeclared_npus(lookup: pd.DataFrame, declared: Sequence[str]) -> list[Refusal]:
    """List NPUs that are in the lookups and not in the configuration."""
    if "npu_code" not in lookup.columns:
        return []
    counts = lookup["npu_code"].value_counts()
    faults: list[Refusal] = []
    for code in sorted(set(counts.index) - set(declared)):
        faults.append(
            ConfigurationRefused(
                f"Unknown NPU '{code}': the lookups give it to "
                f"{count_of(counts[code], 'area')}{nearest(code, declared)}",
                "Declare it in [[npus]], or correct the lookup",
            )
        )
    return faults


def _faults_of_double_membership(belongs: Mapping[str, pd.Series]) -> list[Refusal]:
    """List areas that two NPUs claim."""
    if not belongs:
        return []
    table = pd.DataFrame(belongs)
    double = table[table.sum(axis=1) > 1]
    if double.empty:
        return []
    named = [f"{area} ({' and '.join(row.index[row])})" for area, row in double.iterrows()]
    return [
        ConfigurationRefused(
            f"{count_of(len(double), 'area')} in two NPUs: {name_some(named)}", "Let each area belong to one NPU"
        )
    ]


def _faults_of_cover(outlined: pd.Index, members: pd.Index, *, restrict_to_members: bool) -> list[Refusal]:
    """List areas with an outline and no NPU, and the reverse."""
    faults: list[Refusal] = []
    homeless = outlined.difference(members)
    if len(homeless) and not restrict_to_members:
        faults.append(
            ConfigurationRefused(
                f"{count_of(len(homeless), 'area')} of the boundary files in no NPU: {name_some(homeless)}",
                "Add their district to an NPU; for files that reach beyond the force, set whole_country = true",
            )
        )
    bare = members.difference(outlined)
    if len(bare):
        faults.append(
            InputRefused(
                f"{count_of(len(bare), 'area')} in an NPU but without an outline "
                f"in the boundary files: {name_some(bare)}",
                "Add the file that has them; if there are many, boundaries and lookups may be of 2011 and of 2021",
            )
        )
    return faults


def _named_places(lookup: pd.DataFrame, notes: list[str]) -> pd.DataFrame:
    """Return team, ward and district; a missing name becomes its code, missing teams become wards."""
    places = pd.DataFrame(index=lookup.index)
    for place in ("ward", "district", "team"):
        if place == "team" and "team_code" not in lookup.columns and "team_name" not in lookup.columns:
            places["team_code"], places["team_name"] = places["ward_code"], places["ward_name"]
            notes.append("No neighbourhood teams are given: wards are used as teams")
            continue
        blank = pd.Series(np.nan, index=lookup.index, dtype="str")
        name = lookup.get(f"{place}_name", blank)
        code = lookup.get(f"{place}_code", name)
        nameless = int((name.isna() & code.notna()).sum())
        if nameless and f"{place}_name" in lookup.columns:
            notes.append(f"{count_of(nameless, 'area')} in a {place} without a name; its code is used instead")
        places[f"{place}_code"], places[f"{place}_name"] = code, name.fillna(code)
        unknown = int(code.isna().sum())
        if unknown:
            notes.append(f"No {place} is known for {unknown:,} of {count_of(len(lookup), 'area')}")
    places["place_name"] = lookup.get("place_name", pd.Series(np.nan, index=lookup.index, dtype="str"))
    known = (
        places["place_name"].notna() | (places["ward_name"] != places["ward_code"]) & places["ward_name"].notna()
    ).sum()
    if not known:
        notes.append(
            "No names of wards or places are given, so places are called after the names of areas: add a lookup with "
            "ward_name or place_name, as the MSOA names of the House of Commons Library, or give names in "
            "[candidates.names]"
        )
    return places.astype("str")


def _residents(population: pd.Series, areas: pd.Index, notes: list[str]) -> pd.Series:
    """Return residents of the force's areas; a missing figure stays missing and is reported."""
    residents = population.reindex(areas).astype(float)
    missing = residents.index[residents.isna()]
    if len(missing) == len(areas):
        raise InputRefused(
            f"The population file has none of the {count_of(len(areas), 'area')} of the force",
            SAME_CENSUS,
        )
    refuse_another_census("The population file", missing, areas, remedy=SAME_CENSUS)
    if len(missing):
        notes.append(f"Residents are not known for {count_of(len(missing), 'area')}: {name_some(missing)}")
    return residents
