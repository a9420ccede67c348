"""Tables of the configuration for what a force may give besides: each is optional, and shown where it is given."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from geo.measures.vulnerable_localities import VARIABLES
from service.settings.base import Section, Weight

Variable = Literal[
    "burglary_dwelling",
    "criminal_damage_dwelling",
    "income_deprivation",
    "employment_deprivation",
    "aged_15_to_24",
    "educational_attainment",
]


class AreaTable(Section):
    """A table with one row an area."""

    files: tuple[str, ...] = Field(min_length=1)
    area_code: str
    edition: str


class WorkdayPopulation(AreaTable):
    """People who are in an area by day."""

    population: str


class VulnerableLocalities(AreaTable):
    """The six variables of the Vulnerable Localities Index; counts name the column that they are divided by."""

    columns: dict[Variable, str]
    per: dict[Variable, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _all_six(self) -> VulnerableLocalities:
        missing = [name for name in VARIABLES if name not in self.columns]
        if missing:
            raise ValueError(f"vulnerable_localities.columns lacks {', '.join(missing)}; the index needs all six")
        return self


class Profile(AreaTable):
    """Residents by group, for the equality assessment: shown, never used in the rank."""

    total: str
    columns: dict[str, str] = Field(min_length=1)


class Establishment(Section):
    """Posts by unit."""

    posts: dict[str, Weight] = Field(min_length=1)
    edition: str


class Similar(Section):
    """What makes two areas alike."""

    neighbours: int = Field(default=20, ge=5, le=100)
    covariates: tuple[str, ...] = Field(
        default=("income", "education", "health", "barriers", "environment", "residents_per_hectare"), min_length=1
    )
