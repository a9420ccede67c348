"""Limits that decide results, in one place, so that they can be read, stored and discussed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Thresholds:
    """Limits that are choices rather than facts. They are stored with every result.

    Parameters
    ----------
    small_population_residents : float
        Below this many residents an area is flagged: its rates rest on very few people.
    neighbour_distance_m : float
        Two areas are neighbours where their boundaries come within this many metres, because real boundaries do not
        share their vertices bit for bit.
    largest_island_share : float
        A neighbour graph with a larger share of areas without neighbours is refused: boundaries were not matched.
    silent_months : int
        An area with no incident of any type in at least this many complete months may be missing rather than quiet.
    compactness_points : float
        Need-score points that a whole perimeter of open boundary costs a candidate.
    high_strand_percentile : float
        A strand is high in a candidate where its areas rank above this percentile of the force on average. A candidate
        needs one such strand: it is the reason for it.
    """

    small_population_residents: float = 500.0
    neighbour_distance_m: float = 1.0
    largest_island_share: float = 0.05
    silent_months: int = 6
    compactness_points: float = 40.0
    high_strand_percentile: float = 75.0


THRESHOLDS = Thresholds()
