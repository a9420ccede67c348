"""Tables of the configuration that say how need is scored, and what it is compared with."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field, model_validator

from geo.measures.harm import POLICE_GENERATED
from geo.need.need_index import goes_together
from service.settings.base import Section

Domain = Literal["income", "employment", "education", "health", "crime", "barriers", "environment"]

ALL_BUT_CRIME: tuple[Domain, ...] = tuple(domain for domain in get_args(Domain) if domain != "crime")


class Need(Section):
    """How the four strands become one score, and how its ranks are tried."""

    normalisation: Literal["rank", "z", "min-max", "index"] = "rank"
    """How a strand becomes a number: force percentile, z score, share of the range, or index with the force mean at
    100.
    """
    aggregation: Literal["arithmetic", "geometric"] = "arithmetic"
    """Mean of the four strands; in a geometric mean a low strand lowers the score more."""
    weights: Literal["nominal", "influence"] = "nominal"
    """Whether strand_weights are used as they are, or changed so that each strand has the influence it is given."""
    counts: Literal["recorded", "expected"] = "recorded"
    """Whether crime and harm enter as recorded, or as expected of next year, recent months weighing more."""
    per: Literal["area", "resident", "workday resident", "hectare"] = "area"
    """What counts are divided by."""
    deprivation_domains: tuple[Domain, ...] = Field(default=ALL_BUT_CRIME, min_length=1)
    """Domains of deprivation that are used; the crime domain would count crime twice."""
    police_generated: tuple[str, ...] = POLICE_GENERATED
    """Crime types that the feedback audit leaves out."""
    rank_draws: int = Field(default=10_000, ge=10_000, le=100_000)
    """Draws behind each likely range of ranks."""

    @model_validator(mode="after")
    def _choices_go_together(self) -> Need:
        if not goes_together(self.normalisation, self.aggregation):
            raise ValueError(
                "normalisation = 'z' gives negative scores, which have no geometric mean; use another of the two"
            )
        if len(set(self.deprivation_domains)) < len(self.deprivation_domains):
            raise ValueError("deprivation_domains names a domain twice; name each once")
        return self
