"""Did it work: every change judged against real places of the same force where nothing was done.

May import rooms of geo below it: areas, measures, points, hotspots, trends, need, candidates. Imports nothing of ours
from outside geo.
"""
