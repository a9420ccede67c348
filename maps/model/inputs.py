"""Inputs of the pages: frames of the store, and words.

Whoever writes pages fills a :class:`Site`. Nothing else reaches a page, and a test fails on a field that no page uses.
Frames keep the columns of the store (see ``docs/reference/glossary.md``); words are plain text, escaped when
the page is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import geopandas as gpd
import pandas as pd

from maps.model.evidence_inputs import Evidence
from maps.text.period import Period, RowAccount
from maps.text.tile_server import GroundMap


@dataclass(frozen=True)
class Words:
    """Text on every page.

    Attributes
    ----------
    force_name : str
        "West Midlands Police".
    marking : str
        Protective marking at top and bottom of every screen and sheet; empty for none.
    npu_word, team_word : str
        What the force calls its units and teams, in the singular ("district", "ward").
    teams_are_wards : bool
        True where no neighbourhood teams are known and wards are used as teams.
    run_date : date
        The day of the run.
    generation : str
        The generation the numbers come from.
    attributions : tuple of str
        Sources with their editions and the sentences that their licences ask for.
    deprivation_edition, harm_edition, residents_edition : str
        "Indices of Deprivation 2025"; "Cambridge Crime Harm Index 2020"; "Census 2021".
    cautions : tuple of str
        What the pages do not show, one sentence each.
    place_limits : str
        How large a proposed place may be: "10 areas and 20,000 residents".
    demand_name, demand_unit : str
        What the demand strand is called and counts: "Anti-social behaviour" where no calls are given.
    method : tuple of str
        How the strands weigh in need and what need gives up, one sentence each.
    least_shown : int
        In a copy for others, the smallest count that is shown: counts that are missing are suppressed, and trends are
        left out. Zero where every count is shown.
    """

    force_name: str
    marking: str
    npu_word: str
    team_word: str
    teams_are_wards: bool
    run_date: date
    generation: str
    attributions: tuple[str, ...]
    deprivation_edition: str
    harm_edition: str
    cautions: tuple[str, ...]
    place_limits: str
    residents_edition: str = ""
    least_shown: int = 0
    demand_name: str = "Demand"
    demand_unit: str = "incidents and calls"
    method: tuple[str, ...] = ()

    @property
    def demand_title(self) -> str:
        """Title of the demand strand: "demand", or what it is made of without calls."""
        return "demand" if self.demand_name == "Demand" else f"demand ({self.demand_name.lower()} only)"

    def strand_title(self, strand: str) -> str:
        """Return a strand for a title, in small letters."""
        return self.demand_title if strand == "demand" else strand


@dataclass(frozen=True)
class BuildChanges:
    """What has changed since the build before this one.

    Attributes
    ----------
    run_date : date
        The day of that build.
    places : DataFrame
        One row per candidate of either build: ``candidate_name``, ``what_changed`` (new, changed, the same or gone),
        ``areas_added``, ``areas_lost``.
    why : str
        What went in differently, as a sentence.
    """

    run_date: date
    places: pd.DataFrame
    why: str


@dataclass(frozen=True)
class PageTable:
    """A table of the force's own.

    Attributes
    ----------
    title : str
    key : str
        "npu_code" or "area_code".
    headings : tuple of str
    rows : tuple of (str, tuple of str)
        Code, and one cell for each heading.
    """

    title: str
    key: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class OptionalFrames:
    """Frames that some forces lack; pages leave out what is empty.

    Attributes
    ----------
    crime_types : DataFrame
        What each type counts as and weighs: ``crime_type, kind, harm_days, police_generated, demand_weight``.
    deprivation : DataFrame
        Index ``area_code``: deciles of the domains.
    emerging : DataFrame
        One row per area and surface: ``measure, crime_type, step, emerging_class``.
    hotspot_steps : DataFrame
        One row per area, surface and step: ``step, step_start, hotspot_class``.
    micro_places : GeoDataFrame
        Cells and clusters with several incidents each, EPSG:27700; ``within`` names their candidate.
    area_types, area_type_members : DataFrame
        ``type_number, type_name``; and the type of each ``area_code``.
    similar_comparison : DataFrame
        ``area_code, measure``: difference from the areas most like it, with its interval.
    area_levels : DataFrame
        ``area_code``: recorded crime against what is expected of the area, see ``area_levels`` of the store.
    next_ranks : DataFrame
        ``area_code``: where the area is likely to rank next year, ``rank_low_next, rank_high_next,
        probability_top_5_next``.
    designations : DataFrame
        Impact Areas that a person has decided on and that have not ended: ``designation_id, name, since, review_date,
        designated_by``.
    designation_areas : GeoDataFrame
        ``designation_id, area_code, npu_code`` and the outline of the area, EPSG:27700.
    changes : BuildChanges or None
        What moved since the last build; None for a first build.
    tables : tuple of PageTable
        Tables of the force's own.
    peaks : DataFrame
        Incidents with a time of day, by ``candidate_id``, ``weekday`` (1 is Monday) and ``hour`` (0 to 23).
    postcode_sectors : DataFrame
        ``postcode_sector, area_code``: what a unit's page can be searched by.
    evidence : Evidence
        Evidence for the places proposed.
    context : GeoDataFrame
        ``kind`` (see :data:`maps.geometry.background.KINDS`), ``name``, ``importance`` (1 is drawn first); EPSG:27700:
        what a reader knows the place by.
    location_moves : DataFrame
        ``crime_type, district_code, before_start, before_end, after_start, after_end, without_before, without_after,
        comparable``: shares of incidents without a location in the last two years.
    ground_map : GroundMap or None
        The map server that pages of units may ask; None for pages that ask for nothing.
    """

    crime_types: pd.DataFrame = field(default_factory=pd.DataFrame)
    deprivation: pd.DataFrame = field(default_factory=pd.DataFrame)
    emerging: pd.DataFrame = field(default_factory=pd.DataFrame)
    hotspot_steps: pd.DataFrame = field(default_factory=pd.DataFrame)
    micro_places: pd.DataFrame = field(default_factory=pd.DataFrame)
    area_types: pd.DataFrame = field(default_factory=pd.DataFrame)
    area_type_members: pd.DataFrame = field(default_factory=pd.DataFrame)
    similar_comparison: pd.DataFrame = field(default_factory=pd.DataFrame)
    area_levels: pd.DataFrame = field(default_factory=pd.DataFrame)
    next_ranks: pd.DataFrame = field(default_factory=pd.DataFrame)
    designations: pd.DataFrame = field(default_factory=pd.DataFrame)
    designation_areas: pd.DataFrame = field(default_factory=pd.DataFrame)
    changes: BuildChanges | None = None
    tables: tuple[PageTable, ...] = ()
    peaks: pd.DataFrame = field(default_factory=pd.DataFrame)
    postcode_sectors: pd.DataFrame = field(default_factory=pd.DataFrame)
    evidence: Evidence = field(default_factory=Evidence)
    context: pd.DataFrame = field(default_factory=pd.DataFrame)
    location_moves: pd.DataFrame = field(default_factory=pd.DataFrame)
    ground_map: GroundMap | None = None


@dataclass(frozen=True)
class Site:
    """All inputs of a site's pages.

    Attributes
    ----------
    areas : GeoDataFrame
        Index ``area_code``, EPSG:27700. One row per area of the force.
    npus : DataFrame
        Index ``npu_code``; ``npu_name``. One page each, in this order.
    area_measures : DataFrame
        Index ``area_code``: the four strands as counted, over the complete months.
    ranking : DataFrame
        Index ``area_code``: rank, score and its parts. ``rank`` is <NA> where an area cannot be assessed.
    hotspots : DataFrame
        Long: one row per area and surface (``measure``, ``crime_type``). If a surface comes with several periods, the
        one that ends last is shown.
    candidates, candidate_areas : DataFrame
        Places proposed, and the areas each is made of.
    area_months : DataFrame
        Incidents per area, month and crime type; rows of incomplete months are left out here.
    words : Words
    period : Period
    rows : RowAccount
    further : OptionalFrames
    """

    areas: gpd.GeoDataFrame
    npus: pd.DataFrame
    area_measures: pd.DataFrame
    ranking: pd.DataFrame
    hotspots: pd.DataFrame
    candidates: pd.DataFrame
    candidate_areas: pd.DataFrame
    area_months: pd.DataFrame
    words: Words
    period: Period
    rows: RowAccount
    further: OptionalFrames = OptionalFrames()
