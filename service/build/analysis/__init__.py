"""From counts to a ranked list of areas: measures, hotspots, ranking and places, by the choices of a configuration.

May import rooms of service below it: settings. Of other packages it imports geo only.
"""

from service.build.analysis.analyse_areas import (
    ALL_CRIME,
    MAIN_SURFACE,
    Findings,
    analyse_areas,
    build_surfaces,
    cover_months,
    delineate,
    find_all_hotspots,
    main_hotspots,
    measure_areas,
)
from service.build.analysis.located_shares import LocatedShares, compare_locations

__all__ = [
    "ALL_CRIME",
    "MAIN_SURFACE",
    "Findings",
    "LocatedShares",
    "analyse_areas",
    "build_surfaces",
    "compare_locations",
    "cover_months",
    "delineate",
    "find_all_hotspots",
    "main_hotspots",
    "measure_areas",
]
