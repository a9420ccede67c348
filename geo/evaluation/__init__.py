"""Did it work: every change judged against real places of the same force where nothing was done.

May import rooms of geo below it: areas, measures, points, hotspots, trends. Imports nothing of ours
from outside geo. Functions with the name of their module are imported from it: ``judge_change``, ``leave_one_out``.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "always_valid": ["first_stop"],
        "before_after": ["add_total"],
        "control_charts": ["chart_laney"],
        "displacement": ["harm_weighted_difference"],
        "judge_change": ["JudgedChange"],
        "matching": ["match_areas"],
        "null_spread": ["NullSpread", "fit_null"],
        "placebo_places": ["Places", "as_places", "pack_places"],
        "small_force": ["estimate_drift", "spread_by_formula"],
        "trial": ["randomisation_test"],
        "usual_tests": ["usual_p_values"],
    },
)
