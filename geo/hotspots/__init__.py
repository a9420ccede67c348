"""Local statistics, exact and simulated p-values, significance, and the scan.

May import rooms of geo below it: areas, measures, points. Imports nothing of ours from outside geo.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "exact_p_values": ["exact_tails"],
        "local_statistics": ["gi_star_of_rows"],
        "p_values": ["one_p"],
        "rate_nulls": ["constant_risk_p_values", "standardise_rates"],
        "scan": ["poisson_log_likelihood_ratio", "scan_clusters"],
        "significance": ["hotspot_class", "step_up"],
    },
)
