"""Tables of the configuration that say how areas are measured, tested and ranked."""

from __future__ import annotations

import math
from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from geo.measures.harm import HarmWeights
from geo.measures.located_share import LocationRule
from service.settings.base import Month, Section, Weight

Strand = Literal["crime", "demand", "deprivation", "harm"]
Grade = Annotated[str, Field(pattern=r"^P[1-9]$")]
STRANDS: tuple[Strand, ...] = get_args(Strand)


class Analysis(Section):
    """How areas are measured and ranked."""

    first_month: Month | None = None
    """First month to use, as `"2025-07"`; the first in the files if left out."""
    last_month: Month | None = None
    """Last month to use; the last in the files if left out."""
    strand_weights: dict[Strand, Weight] = Field(default_factory=lambda: dict.fromkeys(STRANDS, 0.25))
    """Weight of each strand in the need score; they sum to 1."""
    normalise_weights: bool = False
    """Divide the weights by their sum, so that any positive numbers will do."""
    alpha: float = Field(default=0.05, gt=0, le=0.1)
    """Expected share of false discoveries among the hotspots."""
    draws: int = Field(default=9999, ge=99, le=999_999)
    """Random shuffles per area where a p-value cannot be exact."""
    seed: int = Field(default=20261120, ge=0)
    """Seed of those shuffles and of all other draws."""

    @model_validator(mode="after")
    def _weights_make_sense(self) -> Analysis:
        missing = [s for s in STRANDS if s not in self.strand_weights]
        if missing:
            raise ValueError(f"strand_weights lacks {', '.join(missing)}; name all four, with 0 for one to leave out")
        total = sum(self.strand_weights.values())
        if total == 0:
            raise ValueError("strand_weights are all zero; give at least one strand a weight")
        if not self.normalise_weights and not math.isclose(total, 1, abs_tol=1e-6):
            raise ValueError(f"strand_weights sum to {total:g}, not to 1; change them, or set normalise_weights = true")
        return self

    @property
    def weights(self) -> dict[str, float]:
        """Strand weights that sum to 1."""
        total = sum(self.strand_weights.values())
        return {strand: self.strand_weights[strand] / total for strand in STRANDS}


class Completeness(Section):
    """When a month counts as complete: every district within these multiples of its own median month."""

    low: float = Field(default=0.5, gt=0, lt=1)
    """Least share of its median month that a district may have."""
    high: float = Field(default=2.0, gt=1, allow_inf_nan=False)
    """Largest multiple of its median month that a district may have."""


class LocatedShare(Section):
    """How far the share of incidents with a location may move between two periods whose places are still compared."""

    confidence: float = Field(default=0.95, ge=0, lt=1)
    """Confidence of the binomial interval of the difference; 0 leaves `least_move` alone."""
    least_move: float = Field(default=0.02, ge=0, le=1)
    """Added to half that interval, so that a trifle in large counts does not stop a comparison."""

    def rule(self) -> LocationRule:
        """The same for the comparison."""
        return LocationRule(self.confidence, self.least_move)


class HarmBeside(Section):
    """Another set of harm weights, in a unit of its own, to see how far ranks depend on the first."""

    edition: str
    """Name of the second set of weights."""
    weights: dict[str, Weight] = Field(min_length=1)
    """Weight of one record, by crime type."""


class Harm(Section):
    """Harm weights in days of imprisonment per record; the edition is printed with every result."""

    edition: str = HarmWeights().edition
    """Name of the weights, printed with each result."""
    weights: dict[str, Weight] = Field(default_factory=lambda: dict(HarmWeights().days))
    """Days of imprisonment that one record stands for, by crime type."""
    leave_out: tuple[str, ...] = ("Drugs", "Possession of weapons")
    """Crime types without weight, because they are found mostly where police look."""
    beside: HarmBeside | None = None
    """A second set of weights, to see how far ranks depend on the first."""

    @model_validator(mode="after")
    def _edition_names_the_weights(self) -> Harm:
        if self.weights != HarmWeights().days and self.edition == HarmWeights().edition:
            raise ValueError(
                "weights are your own, and edition still names the program's default, which pages would print beside"
                " them; say in edition where yours are from"
            )
        return self


class Demand(Section):
    """What one record adds to demand, and which grade P1 to P9 each word for a grade in a call log means."""

    anti_social_behaviour: Weight = 1.0
    """What one record of anti-social behaviour adds to demand."""
    calls: dict[str, Weight] = Field(
        default_factory=lambda: {f"P{grade}": {1: 3.0, 2: 2.0}.get(grade, 1.0) for grade in range(1, 10)}
    )
    """What one call adds to demand, by grade."""
    grades: dict[str, Grade] = Field(default_factory=dict)
    """What a call log calls each grade = P1 to P9; a bare figure 1 to 9 needs no entry."""


class Statistics(Section):
    """What is worked out beside the hotspots; what costs seconds is left out unless asked for."""

    period: Literal["quarter", "month"] = "quarter"
    """Length of a step for emerging hotspots."""
    least_steps: int = Field(default=10, ge=4)
    """Fewest steps for which emerging classes are given."""
    emerging_types: bool = True
    """Whether emerging classes are given for each crime type, too."""
    cell_shape: Literal["hexagon", "square"] = "hexagon"
    """Shape of the cells of micro-places."""
    cell_m: float = Field(default=150.0, ge=50, le=1000)
    """Width of a cell, in metres."""
    least_incidents: int = Field(default=5, ge=3)
    """Fewest incidents of a cluster of points."""
    near_repeat_draws: int = Field(default=0, ge=0, le=99_999)
    """Shuffles of the near-repeat test; 0 leaves it out."""
    scan_draws: int = Field(default=0, ge=0, le=99_999)
    """Shuffles of the scan statistic; 0 leaves it out."""
