"""Measures of each area: completeness, strands, harm, deprivation, rates, dispersion, concentration, suppression.

May import rooms of geo below it: areas. Imports nothing of ours from outside geo.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "completeness": ["complete_months", "decide_months"],
        "concentration": ["decile_ratio", "describe_each_concentration", "lorenz_curve"],
        "deprivation": ["deprivation_without_crime", "rebuild_imd_score", "score_domains"],
        "dispersion": ["check_dispersion", "count_interval", "estimate_dispersion", "ratio_bounds"],
        "harm": ["HarmWeights"],
        "other_measures": ["holds_on"],
        "ranks": ["coarsen", "force_percentiles", "rank_levels"],
        "strands": ["counts_assessable", "measure_rates", "measure_strands"],
        "suppression": ["SharedCounts", "fill_counts", "suppress_counts"],
    },
)
