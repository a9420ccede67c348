"""What points show: snap points, micro-places, clusters, repeats.

May import rooms of geo below it: areas, measures. Imports nothing of ours from outside geo.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "micro_places": ["add_up_cells"],
        "point_clusters": ["ClusterRules", "cluster_flagged_points"],
        "repeat_locations": ["share_repeats"],
        "snap_points": ["flag_snap_points"],
    },
)
