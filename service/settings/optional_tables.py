"""Tables of the configuration for what a force may give besides: each is optional, and shown where it is given."""

from __future__ import annotations

from pydantic import Field, model_validator

from geo.measures.vulnerable_localities import VARIABLES, Variable
from service.settings.base import Section, Weight


class AreaTable(Section):
    """A table with one row an area."""

    files: tuple[str, ...] = Field(min_length=1)
    """CSV files with one row per area."""
    area_code: str
    """Heading of the code of the area."""
    edition: str
    """Source and year, printed with the numbers."""


class WorkdayPopulation(AreaTable):
    """People who are in an area by day."""

    population: str
    """Heading of the number of people who are in the area by day."""


class VulnerableLocalities(AreaTable):
    """The six variables of the Vulnerable Localities Index; counts name the column that they are divided by."""

    columns: dict[Variable, str]
    """Heading of each of the six variables."""
    per: dict[Variable, str] = Field(default_factory=dict)
    """Heading that a count is divided by, for variables that are counts."""

    @model_validator(mode="after")
    def _all_six(self) -> VulnerableLocalities:
        missing = [name for name in VARIABLES if name not in self.columns]
        if missing:
            raise ValueError(f"vulnerable_localities.columns lacks {', '.join(missing)}; the index needs all six")
        return self


class Profile(AreaTable):
    """Residents by group, for the equality assessment: shown, never used in the rank."""

    total: str
    """Heading of all residents."""
    columns: dict[str, str] = Field(min_length=1)
    """Name of a group on the left, its heading in the file on the right."""


class Establishment(Section):
    """Posts by unit."""

    posts: dict[str, Weight] = Field(min_length=1)
    """Posts by code of the unit."""
    edition: str
    """Source and date, printed with the numbers."""


class Similar(Section):
    """What makes two areas alike."""

    neighbours: int = Field(default=20, ge=5, le=100)
    """How many similar areas are listed for each area."""
    covariates: tuple[str, ...] = Field(
        default=("income", "education", "health", "barriers", "environment", "residents_per_hectare"), min_length=1
    )
    """What areas are compared by."""
