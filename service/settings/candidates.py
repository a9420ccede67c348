"""The table of the configuration that says what a candidate may be."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from geo.candidates.allot import Proportions
from geo.candidates.alternatives import OptionRules
from geo.candidates.place import PlaceLimits
from geo.candidates.set_packing import PackingEffort
from geo.thresholds import THRESHOLDS
from service.settings.base import Section

_FULL_EFFORT = 20
PlaceName = Annotated[str, Field(min_length=1, max_length=80)]


class Candidates(Section):
    """Limits of the places proposed, what they are to have most of, and how hard to search."""

    per_npu: int = Field(default=3, ge=1, le=20)
    """Most places proposed for each unit."""
    least_per_npu: int = Field(default=1, ge=0, le=20)
    """Room for so many places of three areas in each unit with need above the floor."""
    force_share: float = Field(default=0.1, gt=0, le=1)
    """Most of the force's residents in all places together; 1 for no such limit."""
    unit_share: float = Field(default=0.2, gt=0, le=1)
    """Most of a unit's residents in its places together; 1 for no such limit."""
    floor: float = Field(default=75.0, ge=0, lt=100)
    """Percentile of need that each area of a place reaches, unless the place falls apart without it; 0 for none."""
    max_areas: int = Field(default=10, ge=1, le=200)
    """Most areas of a place."""
    max_residents: int = Field(default=20_000, ge=1)
    """Most residents of a place."""
    min_teams: int = Field(default=2, ge=0, le=50)
    """Fewest neighbourhood teams that a place spans."""
    objective: Literal["need", "harm", "crime", "demand"] = "need"
    """What a place contains most of: the excess over the force mean."""
    compactness: float = Field(default=THRESHOLDS.compactness_points, ge=0, le=1000)
    """Points of need that a place gives up for a whole perimeter of open boundary; 0 ignores its shape."""
    surround_share: float = Field(default=0.2, ge=0, le=1)
    """Most other areas that a place may bend around, for each area of its own; 1 for no such rule."""
    cross_units: bool = False
    """Whether a place may take in areas across the border of its unit."""
    alternatives: int = Field(default=3, ge=0, le=20)
    """Nearly equal places listed for each candidate."""
    differ_by: int = Field(default=3, ge=1, le=100)
    """Fewest areas by which an alternative differs, dropped and added together."""
    proofs: int = Field(default=0, ge=0, le=100)
    """Most exact searches in a unit whose places are not proved best; each may take minutes."""
    gap: float = Field(default=0.0, ge=0, le=1)
    """Smallest gap to the bound that is still searched for; 0 asks for the best places that exist."""
    time_limit_seconds: int = Field(default=600, ge=1, le=86_400)
    """Longest search in one unit."""
    names: dict[str, PlaceName] = Field(default_factory=dict)
    """What the place around an area is called, by the code of the area."""

    @model_validator(mode="after")
    def _teams_fit_areas(self) -> Self:
        if self.min_teams > self.max_areas:
            raise ValueError(f"a place of {self.max_areas} areas cannot span {self.min_teams} teams: lower min_teams")
        if self.least_per_npu > self.per_npu:
            raise ValueError(f"least_per_npu is {self.least_per_npu}, more than per_npu ({self.per_npu}): lower it")
        return self

    def limits(self) -> PlaceLimits:
        """What a place may be."""
        return PlaceLimits(
            self.per_npu,
            self.max_areas,
            self.max_residents,
            self.min_teams,
            self.compactness,
            floor=self.floor,
            surround_share=self.surround_share,
        )

    def proportions(self) -> Proportions:
        """How much of the force and of each unit places may take up."""
        return Proportions(self.force_share, self.unit_share, self.least_per_npu)

    def describe(self) -> str:
        """The limits in a few words, for pages."""
        return (
            f"{self.max_areas} areas and {self.max_residents:,} residents. All places together have at most"
            f" {self.force_share:.0%} of the force\u2019s residents, those of a unit {self.unit_share:.0%} of its own"
        )

    def rules(self) -> OptionRules:
        """What counts as another option."""
        return OptionRules(alternatives=self.alternatives, differ_by=self.differ_by)

    def effort(self) -> PackingEffort:
        """How hard to search in each unit."""
        effort = PackingEffort(proofs=self.proofs, gap=self.gap, seconds=self.time_limit_seconds)
        return replace(effort, groups=_FULL_EFFORT * effort.groups) if self.proofs else effort
