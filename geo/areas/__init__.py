"""Small areas on the ground: coordinates, coverage, neighbours, assigning points, recoding between 2011 and 2021.

May import no other room of geo. Imports nothing of ours from outside geo.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "assign_areas": ["place_points"],
        "coordinates": ["to_longitude_latitude", "to_national_grid"],
        "coverage": ["find_overlaps_and_gaps", "snap_coverage"],
        "match_outlines": ["match_shapes"],
        "neighbour_positions": ["NeighbourRows", "neighbour_rows"],
        "neighbours": ["build_neighbours", "describe_neighbours", "islands", "neighbours_frame"],
        "perimeters": ["shared_perimeters"],
        "recode_areas": ["follow_areas", "say_what_moved"],
    },
)
