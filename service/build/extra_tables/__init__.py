"""What else the counts say: further tables of a generation, one module for each idea."""

from service.further.places import SNAPPED_KINDS, Places
from service.further.tables import measure_further, measure_over_time

__all__ = ["SNAPPED_KINDS", "Places", "measure_further", "measure_over_time"]
