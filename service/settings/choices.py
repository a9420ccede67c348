"""Choices of each build stage from the configuration: one frozen object each, so that none takes it whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from maps.text.tile_server import GroundMap
from service.settings.analysis import Analysis, Completeness, Harm
from service.settings.need import Need
from service.settings.optional_tables import Establishment, Similar, VulnerableLocalities


class DemandWords(NamedTuple):
    """Name of the demand strand on pages, and what it counts."""

    name: str
    unit: str


@dataclass(frozen=True)
class AreaChoices:
    """How areas are measured, tested and ranked."""

    completeness: Completeness
    analysis: Analysis
    need: Need
    harm: Harm
    deprivation_edition: str


@dataclass(frozen=True)
class NeedChoices:
    """Choices for the certainty of ranks, and what need is compared with."""

    weights: Mapping[str, float]
    seed: int
    need: Need
    harm: Harm
    demand: DemandWords
    similar: Similar
    establishment: Establishment | None
    vulnerable_localities: VulnerableLocalities | None


@dataclass(frozen=True)
class PageChoices:
    """What pages say of the configuration, and the map server that they may ask.

    Attributes
    ----------
    place_limits : str
        What a place may be, in words.
    cautions : tuple of str
        What a reader must know of harm.
    least_shown : int
        Smallest count that is shown; 0 where every count is.
    """

    demand: DemandWords
    need: Need
    deprivation_edition: str
    harm_edition: str
    residents_edition: str
    place_limits: str
    cautions: tuple[str, ...]
    least_shown: int
    ground_map: GroundMap | None
