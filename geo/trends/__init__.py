"""Change over time: steps, emerging classes, change, forecast.

May import rooms of geo below it: areas, measures, points, hotspots. Imports nothing of ours from outside geo.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "count_change": ["poisson_e_test"],
        "emerging": ["EmergingRules", "classify_emerging"],
        "expectation": ["Expectation", "expect_next_year", "learn_levels", "least_detectable_fall"],
        "steps": ["add_up_steps", "count_by_month", "score_steps"],
        "year_on_year": ["compare_years"],
    },
)
