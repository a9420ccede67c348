"""Pure functions on frames: local statistics, ranking and delineation. Knows no database, map, HTTP or file.

Rooms from the ground up: areas, measures, points, hotspots, trends, need, candidates. Imports nothing of ours.
Public names stand in each room's ``__all__``, as in ``from geo.need import rank_areas``; refusals in
``geo.exceptions``.
"""
