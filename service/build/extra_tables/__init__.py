"""Further tables of a generation, one module for each idea: concentration, steps, repeats, clusters, scan.

May import rooms of service below it: settings, build.analysis. It may import geo and queries.
"""

from service.build.extra_tables.measure_all import measure_extra_tables, measure_over_time
from service.build.extra_tables.places import SNAPPED_KINDS, Places

__all__ = ["SNAPPED_KINDS", "Places", "measure_extra_tables", "measure_over_time"]
