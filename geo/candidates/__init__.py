"""Impact Area candidates: search, proof, alternatives, evidence and the rules of designation.

May import rooms of geo below it: areas, measures, points, hotspots, trends, evaluation, need. Imports nothing of ours
from outside geo.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "alternatives": ["OptionRules"],
        "delineate": ["Candidates", "delineate_candidates"],
        "designation_rules": ["DesignationRules", "Standing", "builds_below", "judge_designation", "measure_standings"],
        "evidence": [
            "Statement",
            "compare",
            "lay_out_statements",
            "state_cautions",
            "state_differences",
            "state_expectation",
            "state_level",
            "state_numbers",
            "state_people",
            "state_sources",
        ],
        "milp": ["Demands", "Effort", "find_best_place"],
        "null_excess": ["draw_excess"],
        "place": ["PlaceLimits", "Unit"],
        "selection": ["Selection", "judge_places", "search_surfaces"],
        "set_packing": ["PackingEffort"],
        "shortfall": ["why_impossible"],
        "summary": ["Grown", "describe_candidates"],
        "units": ["build_units", "score_excess"],
    },
)
