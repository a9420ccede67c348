"""The table of the configuration that says what a candidate may be."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, Self

from pydantic import Field, model_validator

from geo.candidates.alternatives import OptionRules
from geo.candidates.place import PlaceLimits
from geo.candidates.set_packing import PackingEffort
from geo.thresholds import THRESHOLDS
from service.settings.base import Section

_FULL_EFFORT = 20


class Candidates(Section):
    """Limits of the places proposed, what they are to hold most of, and how hard to search."""

    per_npu: int = Field(default=3, ge=1, le=20)
    """Most places proposed for each unit."""
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

    @model_validator(mode="after")
    def _teams_fit_areas(self) -> Self:
        if self.min_teams > self.max_areas:
            raise ValueError(f"a place of {self.max_areas} areas cannot span {self.min_teams} teams: lower min_teams")
        return self

    def limits(self) -> PlaceLimits:
        """What a place may be."""
        return PlaceLimits(self.per_npu, self.max_areas, self.max_residents, self.min_teams, self.compactness)

    def rules(self) -> OptionRules:
        """What counts as another option."""
        return OptionRules(alternatives=self.alternatives, differ_by=self.differ_by)

    def effort(self) -> PackingEffort:
        """How hard to search in each unit."""
        effort = PackingEffort(proofs=self.proofs, gap=self.gap, seconds=self.time_limit_seconds)
        return replace(effort, groups=_FULL_EFFORT * effort.groups) if self.proofs else effort
