"""Evaluation of places: did they change, and further than places do when nothing is done.

``evaluate`` and ``trial`` read a generation and ask :mod:`geo.evaluation`. Imports geo, queries and service.register.
"""
