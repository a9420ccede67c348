"""Read what is needed before the first incident: areas, units, residents, deprivation, code changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.areas.coverage import find_overlaps_and_gaps, snap_coverage
from geo.measures.deprivation import deprivation_without_crime, rebuild_imd_score
from queries.files.open_files import SourceFile, match_files, open_files
from queries.loaders.assemble_areas import assemble_areas, assign_npus
from queries.loaders.boundaries.read import read_boundaries
from queries.loaders.boundaries.settlement_names import name_by_settlement
from queries.loaders.tables.another_census import carry_persons
from queries.loaders.tables.code_changes import read_code_changes
from queries.loaders.tables.deprivation import (
    Deprivation,
    check_deprivation_covers,
    deprivation_for_new_codes,
    read_deprivation,
)
from queries.loaders.tables.lookups import join_lookups, read_lookup
from queries.loaders.tables.populations import read_populations
from queries.loaders.tables.postcodes import read_postcode_sectors
from queries.workspace.generations import file_hash
from service.build.optional_tables import Census, OptionalTables, optional_sources, read_optional_tables
from service.build.place_context import missing_context, read_place_context
from service.settings import Settings
from service.settings.optional_tables import Profile, VulnerableLocalities, WorkdayPopulation
from service.settings.sources import Deprivation as DeprivationFiles
from service.settings.sources import Postcodes

LISTED = 5
COMMON_GRID_M = 0.01  # neighbours then share their edges bit for bit, which published outlines do not


@dataclass(frozen=True)
class Reference:
    """Reference data that incidents are compared with.

    Attributes
    ----------
    areas : GeoDataFrame
        Index ``area_code``, EPSG:27700: outline, unit, team, ward, district, residents.
    npus : DataFrame
        Index ``npu_code``, in the order of the configuration.
    deprivation : DataFrame
        Index ``area_code``, the force's areas only, with ``score_without_crime`` and ``edition``.
    code_changes : DataFrame or None
        Which new codes replaced which old ones.
    files : DataFrame
        One row per file read, in the columns of the table ``sources``.
    notes : tuple of str
        What a reader should know.
    teams_are_wards : bool
        No lookup gives neighbourhood teams.
    optional : OptionalTables
        Tables that the force adds.
    context : GeoDataFrame
        What the pages draw around the areas; may be empty.
    postcode_sectors : DataFrame
        `postcode_sector`, `area_code`; empty where no table is given.
    """

    areas: gpd.GeoDataFrame
    npus: pd.DataFrame
    deprivation: pd.DataFrame
    code_changes: pd.DataFrame | None
    files: pd.DataFrame
    notes: tuple[str, ...]
    teams_are_wards: bool
    optional: OptionalTables = field(default_factory=OptionalTables)
    context: gpd.GeoDataFrame = field(default_factory=gpd.GeoDataFrame)
    postcode_sectors: pd.DataFrame = field(default_factory=pd.DataFrame)


def read_reference(settings: Settings, base: Path) -> Reference:
    """Read every file that is not incidents.

    Raises
    ------
    Refusal
        A file is missing or cannot be used, or the files do not fit the configuration.
    """
    lookups = [
        read_lookup(_the_file(lookup.file, base), columns=lookup.columns, where=lookup.where, key=lookup.key)
        for lookup in settings.lookups
    ]
    lookup = join_lookups(None, lookups)
    npus = [(npu.code, npu.name, npu.members) for npu in settings.npus]
    chosen = settings.areas
    boundaries = read_boundaries(
        chosen.files,
        base=base,
        area_code=chosen.area_code,
        area_name=chosen.area_name,
        crs=chosen.crs,
        layer=chosen.layer,
        area_codes=assign_npus(lookup, npus).dropna().index if chosen.whole_country else None,
    )
    residents = read_populations(
        _open(settings.population.files, base),
        area_code=settings.population.area_code,
        population=settings.population.population,
        edition=settings.population.edition,
    )
    changes = settings.code_changes
    code_changes = (
        read_code_changes(_the_file(changes.file, base), old=changes.old, new=changes.new, change=changes.change)
        if changes
        else None
    )
    carried, how = carry_persons(
        residents.residents.to_frame(),
        assign_npus(lookup, npus).dropna().index,
        code_changes,
        area_vintage=settings.force.area_vintage,
        what="Residents",
    )
    people = carried["population"]
    assembled = assemble_areas(boundaries.areas, lookup, npus, people, restrict_to_members=chosen.whole_country)
    areas = snap_coverage(assembled.areas, grid_m=COMMON_GRID_M)
    context = read_place_context(settings.context, base, areas)
    areas["place_name"] = name_by_settlement(areas, context)
    deprivation = _deprivation(
        settings.deprivation, base, areas.index, code_changes, area_vintage=settings.force.area_vintage
    )
    census = Census(areas.index, code_changes, settings.force.area_vintage)
    optional = read_optional_tables(*_optional(settings), base=base, census=census)
    return Reference(
        areas=areas.assign(workday_population=optional.workday_population),
        npus=assembled.npus,
        deprivation=_force_deprivation(deprivation, areas.index),
        code_changes=code_changes,
        files=_files(settings, base),
        notes=(
            *boundaries.notes,
            *assembled.notes,
            *residents.notes,
            *how,
            *deprivation.notes,
            *optional.notes,
            *_describe_misfits(areas),
            *missing_context(context),
        ),
        teams_are_wards="team_code" not in lookup.columns and "team_name" not in lookup.columns,
        optional=optional,
        context=context,
        postcode_sectors=_postcode_sectors(settings.postcodes, base, areas.index),
    )


def find_files(settings: Settings, base: Path) -> None:
    """Check that every file of the configuration is there, before any of them is read.

    Raises
    ------
    InputRefused
        Files are missing; all of them are named at once.
    """
    match_files(_every_file(settings), base=base)


def _every_file(settings: Settings) -> list[str]:
    """Every name and pattern in the configuration, in its order."""
    changes = [settings.code_changes.file] if settings.code_changes else []
    return [
        *settings.areas.files,
        *(lookup.file for lookup in settings.lookups),
        *(settings.postcodes.files if settings.postcodes else []),
        *settings.population.files,
        *settings.deprivation.files,
        *changes,
        *(name for _, files, _ in optional_sources(*_optional(settings)) for name in files),
        *(name for source in settings.incidents for name in source.files),
    ]


def _optional(settings: Settings) -> tuple[WorkdayPopulation | None, Profile | None, VulnerableLocalities | None]:
    return settings.workday_population, settings.profile, settings.vulnerable_localities


def _open(patterns: Sequence[str], base: Path) -> Iterator[SourceFile]:
    return open_files(patterns, base=base)


def _the_file(name: str, base: Path) -> SourceFile:
    return next(open_files([name], base=base))


def _deprivation(
    named: DeprivationFiles, base: Path, areas: pd.Index, code_changes: pd.DataFrame | None, *, area_vintage: int
) -> Deprivation:
    """The edition, on the codes of the force's areas."""
    read = read_deprivation(_open(named.files, base), edition=named.edition)
    if read.area_vintage < area_vintage and code_changes is not None:
        read = deprivation_for_new_codes(read, code_changes)
    check_deprivation_covers(areas, read, area_vintage=area_vintage)
    return read


def _force_deprivation(deprivation: Deprivation, areas: pd.Index) -> pd.DataFrame:
    """The force's rows, with the score that leaves crime out, and a rebuilt score where none is published."""
    frame = deprivation.frame.reindex(areas)
    without_crime = deprivation_without_crime(frame, area_count=deprivation.area_count)
    rebuilt = rebuild_imd_score(frame, area_count=deprivation.area_count)
    return frame.assign(
        imd_score=frame["imd_score"].fillna(rebuilt), score_without_crime=without_crime, edition=deprivation.edition
    )


def _postcode_sectors(named: Postcodes | None, base: Path, areas: pd.Index) -> pd.DataFrame:
    if named is None:
        return pd.DataFrame()
    files = _open(named.files, base)
    return read_postcode_sectors(files, postcode=named.postcode, area_code=named.area_code, areas=areas)


def _describe_misfits(areas: gpd.GeoDataFrame) -> list[str]:
    """Overlaps and gaps between the outlines, counted, the largest few by name."""
    misfits = find_overlaps_and_gaps(areas)
    if misfits.empty:
        return []
    largest = misfits.head(LISTED)
    named = "; ".join(f"{row.kind} of {row.square_m:,.0f} m² at {row.area_codes}" for row in largest.itertuples())
    return [f"The outlines have {len(misfits):,} overlaps and gaps over 1 m²; the largest: {named}"]


def _files(settings: Settings, base: Path) -> pd.DataFrame:
    """Fingerprints of the files read, in the columns of ``sources``."""
    read = [
        ("boundaries", settings.areas.files, f"{settings.force.area_vintage} areas"),
        ("lookup", [lookup.file for lookup in settings.lookups], ""),
        ("residents", settings.population.files, settings.population.edition),
        ("deprivation", settings.deprivation.files, settings.deprivation.edition),
        ("postcodes", settings.postcodes.files if settings.postcodes else [], ""),
        ("context", settings.context.files if settings.context else [], ""),
        ("table on pages", [table.file for table in settings.page_tables], ""),
        ("code changes", [settings.code_changes.file] if settings.code_changes else [], ""),
        *optional_sources(*_optional(settings)),
    ]
    return pd.DataFrame(
        [
            (kind, name, file_hash(base / name), (base / name).stat().st_size, edition)
            for kind, patterns, edition in read
            for name in match_files(patterns, base=base)
        ],
        columns=["kind", "file_name", "sha256", "size_bytes", "edition"],
    )
