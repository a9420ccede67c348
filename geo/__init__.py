"""Pure functions on frames: local statistics, ranking and delineation. Knows no database, map, HTTP or file.

Rooms from the ground up: areas, measures, points, hotspots, trends, evaluation, need, candidates. Imports nothing
of ours. Public names are in each room's ``__all__``, as in ``from geo.need import rank_areas``; refusals are in
``geo.exceptions``.
"""
