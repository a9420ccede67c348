"""A whole configuration."""

from __future__ import annotations

from pydantic import Field, model_validator

from service.settings.analysis import Analysis, Completeness, Demand, Harm, LocatedShare, Statistics
from service.settings.base import Section
from service.settings.candidates import Candidates
from service.settings.choices import AreaChoices, DemandWords, NeedChoices, PageChoices
from service.settings.designations import Designations
from service.settings.need import Need
from service.settings.optional_tables import Establishment, Profile, Similar, VulnerableLocalities, WorkdayPopulation
from service.settings.pages import Context, TableOnPages
from service.settings.shareable import Shareable
from service.settings.sources import (
    Areas,
    CodeChanges,
    Deprivation,
    Force,
    Incidents,
    Lookup,
    Npu,
    Population,
    Postcodes,
    SeenAgain,
)
from service.settings.tile_server import GroundMap


class Settings(Section):
    """A whole configuration."""

    force: Force
    areas: Areas
    npus: tuple[Npu, ...] = Field(min_length=1)
    lookups: tuple[Lookup, ...] = ()
    postcodes: Postcodes | None = None
    population: Population
    deprivation: Deprivation
    incidents: tuple[Incidents, ...] = Field(min_length=1)
    code_changes: CodeChanges | None = None
    seen_again: SeenAgain = SeenAgain()
    analysis: Analysis = Analysis()
    completeness: Completeness = Completeness()
    located_share: LocatedShare = LocatedShare()
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
    shareable: Shareable | None = Field(default=None, exclude_if=lambda given: given is None)

    def demand_words(self) -> DemandWords:
        """What demand is called: without calls, anti-social behaviour takes its place, under its own name."""
        if any(source.kind == "call_log" for source in self.incidents):
            return DemandWords("Demand", "incidents and calls")
        return DemandWords("Anti-social behaviour", "anti-social behaviour incidents")

    def harm_cautions(self) -> tuple[str, ...]:
        """What a reader must know of the harm weights: the default was made from another force's offences."""
        if self.harm.weights != Harm().weights or self.force.name.startswith("West Midlands"):
            return ()
        return (
            "Harm weights are the program\u2019s default. They were derived from the offences of West Midlands Police; "
            "your force\u2019s mix can differ. Set your own in [harm].",
        )

    def area_choices(self) -> AreaChoices:
        """What measuring, testing and ranking areas takes."""
        return AreaChoices(self.completeness, self.analysis, self.need, self.harm, self.deprivation.edition)

    def need_choices(self) -> NeedChoices:
        """What the tables about need take."""
        return NeedChoices(
            weights=self.analysis.weights,
            seed=self.analysis.seed,
            need=self.need,
            harm=self.harm,
            demand=self.demand_words(),
            similar=self.similar,
            establishment=self.establishment,
            vulnerable_localities=self.vulnerable_localities,
        )

    def page_choices(self) -> PageChoices:
        """What pages take."""
        demand = self.demand_words()
        return PageChoices(
            demand=demand,
            need=self.need,
            deprivation_edition=self.deprivation.edition.replace("IoD", "Indices of Deprivation"),
            harm_edition=self.harm.edition,
            residents_edition=self.population.edition,
            place_limits=self.candidates.describe(),
            cautions=self.harm_cautions(),
            least_shown=self.shareable.least_count if self.shareable else 0,
            ground_map=self.ground_map.drawn() if self.ground_map else None,
        )

    def asks(self) -> str:
        """What the pages ask of a server, in words; empty where they ask nothing, as by default."""
        return self.ground_map.warning() if self.ground_map else ""

    @model_validator(mode="after")
    def _units_are_distinct(self) -> Settings:
        codes = [npu.code for npu in self.npus]
        repeated = sorted({code for code in codes if codes.count(code) > 1})
        if repeated:
            raise ValueError(f"the unit code {', '.join(repeated)} is given twice; give each unit its own code")
        alike = sorted(code for code in codes if [other.lower() for other in codes].count(code.lower()) > 1)
        if alike:
            raise ValueError(
                f"the unit codes {' and '.join(alike)} differ only in capitals, so that their pages would share one"
                " file on Windows; give each unit a code of its own"
            )
        return self

    def for_others(self) -> str:
        """What may be handed on of a copy for others; empty for a plain build."""
        if not self.shareable:
            return ""
        return (
            f"For others: counts under {self.shareable.least_count} are suppressed, and no full count is kept here; "
            "hand on 'site' and 'exports'."
        )

    def for_build(self, *, shareable: bool) -> Settings:
        """The configuration of one build: of a copy for others, with its own marking, or of a plain one."""
        if not shareable:
            return self.model_copy(update={"shareable": None})
        chosen = self.shareable or Shareable()
        caution = (
            f"Counts under {chosen.least_count} are not shown, nor those from which one could be worked out; all "
            "others are rounded to 5. Scores, rates, harm, shares and hotspots are worked out from these rounded "
            "counts; the order of areas and the choice of places use the full counts. Nothing is published by month."
        )
        force = self.force.model_copy(
            update={"marking": chosen.marking or self.force.marking, "cautions": (caution, *self.force.cautions)}
        )
        # Tables of the force's own may contain small numbers that only the force can judge; its map server is its own.
        return self.model_copy(update={"shareable": chosen, "force": force, "page_tables": (), "ground_map": None})
