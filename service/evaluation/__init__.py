"""Evaluation of places: did they change, and further than places do when nothing is done.

``evaluate`` reads the counts of a generation and asks :mod:`geo.evaluation`. Imports geo, queries and service.register.
"""
