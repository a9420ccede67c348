"""A whole configuration."""

from __future__ import annotations

from pydantic import Field, model_validator

from service.settings.analysis import Analysis, Completeness, Demand, Harm, Statistics
from service.settings.candidates import Candidates
from service.settings.designations import Designations
from service.settings.given import Establishment, Profile, Similar, VulnerableLocalities, WorkdayPopulation
from service.settings.ground_map import GroundMap
from service.settings.need import Need
from service.settings.pages import Context, TableOnPages
from service.settings.sections import Section
from service.settings.sources import Areas, CodeChanges, Deprivation, Force, Incidents, Lookup, Npu, Population


class Settings(Section):
    """A whole configuration."""

    force: Force
    areas: Areas
    npus: tuple[Npu, ...] = Field(min_length=1)
    lookups: tuple[Lookup, ...] = ()
    population: Population
    deprivation: Deprivation
    incidents: tuple[Incidents, ...] = Field(min_length=1)
    code_changes: CodeChanges | None = None
    analysis: Analysis = Analysis()
    completeness: Completeness = Completeness()
    demand: Demand = Demand()
    harm: Harm = Field(default_factory=Harm)
    need: Need = Need()
    similar: Similar = Similar()
    workday_population: WorkdayPopulation | None = None
    vulnerable_localities: VulnerableLocalities | None = None
    profile: Profile | None = None
    establishment: Establishment | None = None
    candidates: Candidates = Candidates()
    designations: Designations = Designations()
    statistics: Statistics = Statistics()
    context: Context | None = None
    ground_map: GroundMap | None = None
    page_tables: tuple[TableOnPages, ...] = ()

    def asks(self) -> str:
        """What the pages ask of a server, in words; empty where they ask nothing, as by default."""
        return self.ground_map.told() if self.ground_map else ""

    @model_validator(mode="after")
    def _units_are_distinct(self) -> Settings:
        codes = [npu.code for npu in self.npus]
        repeated = sorted({code for code in codes if codes.count(code) > 1})
        if repeated:
            raise ValueError(f"the unit code {', '.join(repeated)} stands twice; give each unit its own code")
        return self
