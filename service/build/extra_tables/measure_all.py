"""Compute every further table: frames in, frames out; every step is a pure function of ``geo``."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from service.build.analysis import Findings, LocatedShares
from service.build.extra_tables.concentration import compare_with_residents, measure_concentration
from service.build.extra_tables.micro_places import cluster_micro_places, count_micro_places
from service.build.extra_tables.over_time import change_in_a_year, class_emerging, lay_out_steps, score_surfaces
from service.build.extra_tables.places import Places
from service.build.extra_tables.repeats import find_near_repeats, measure_repeats
from service.build.extra_tables.scan import scan_force
from service.build.extra_tables.surfaces import Surfaces, lay_out_surfaces
from service.settings.analysis import Statistics


def measure_over_time(
    areas: gpd.GeoDataFrame,
    area_months: pd.DataFrame,
    crime_types: pd.DataFrame,
    findings: Findings,
    statistics: Statistics,
    *,
    located: LocatedShares,
    alpha: float,
) -> dict[str, pd.DataFrame]:
    """The further tables of how surfaces move, by name; parameters as for :func:`measure_extra_tables`.

    Parameters
    ----------
    areas : GeoDataFrame
        As the table of that name, indexed by ``area_code``.
    area_months : DataFrame
        As the table of that name.
    crime_types : DataFrame
        As the table of that name.
    findings : Findings
        Complete months, neighbours and measures.
    statistics : Statistics
        Length of a step, and what is classed.
    located : LocatedShares
        Located shares, and which two years compare.
    alpha : float
        Expected share of false discoveries.

    Returns
    -------
    dict of str to DataFrame
        Tables by name; one without rows may be without columns.
    """
    surfaces = lay_out_surfaces(area_months, crime_types, areas, findings)
    scored = score_surfaces(surfaces, findings, statistics, alpha=alpha)
    changes, spreads = change_in_a_year(areas, surfaces, findings.graph, located)
    return {
        "emerging": class_emerging(scored, surfaces, statistics, alpha=alpha).assign(**_period(findings)),
        "hotspot_steps": lay_out_steps(scored),
        "located_share": located.shares,
        "located_share_moves": located.moves,
        "period_changes": changes,
        "placebo_spreads": spreads,
        "table_notes": _notes(surfaces),
    }


def measure_extra_tables(
    areas: gpd.GeoDataFrame,
    area_months: pd.DataFrame,
    crime_types: pd.DataFrame,
    places: Places,
    candidate_areas: pd.DataFrame,
    findings: Findings,
    statistics: Statistics,
    *,
    seed: int,
) -> dict[str, pd.DataFrame]:
    """Every other further table, by its name; ``table_notes`` says why one is empty and what was chosen.

    Parameters
    ----------
    areas, area_months, crime_types : DataFrame
        As the tables of the same names; ``areas`` is indexed by ``area_code``.
    places : Places
        Points of incidents; empty for a force with counts only.
    candidate_areas : DataFrame
        As the table of that name.
    findings : Findings
        Complete months, neighbours and measures.
    statistics : Statistics
        What is worked out, and by which rules.
    seed : int
        Of every draw.

    Returns
    -------
    dict of str to DataFrame
        Tables by name; one without rows may be without columns.
    """
    surfaces = lay_out_surfaces(area_months, crime_types, areas, findings)
    clusters, cluster_areas = scan_force(areas, surfaces, findings, draws=statistics.scan_draws, seed=seed)
    inside = places.inside(candidate_areas)
    of_the_period = {
        "concentration": measure_concentration(areas, surfaces, findings),
        "rate_context": compare_with_residents(areas, surfaces, findings),
        "micro_places": count_micro_places(inside, surfaces, statistics),
        "micro_clusters": cluster_micro_places(
            inside,
            places,
            surfaces,
            month_count=len(findings.months),
            least_incidents=statistics.least_incidents,
        ),
        "repeat_location_shares": measure_repeats(areas, places, surfaces),
        "near_repeats": find_near_repeats(places, surfaces, draws=statistics.near_repeat_draws, seed=seed),
        "scan_clusters": clusters,
        "scan_cluster_areas": cluster_areas,
    }
    dated = {name: frame.assign(**_period(findings)) for name, frame in of_the_period.items()}
    return dated | {"table_notes": _notes(surfaces)}


def _period(findings: Findings) -> dict[str, pd.Timestamp]:
    return {"period_start": findings.months[0], "period_end": findings.months[-1]}


def _notes(surfaces: Surfaces) -> pd.DataFrame:
    return pd.DataFrame(surfaces.notes, columns=["table_name", "note"], dtype="str")
