"""Evaluation of places: did they change, and further than places do when nothing is done.

``evaluate`` and ``trial`` read a generation and ask :mod:`geo.evaluation`. May import rooms of service below it:
settings, build.analysis, build.extra_tables, build, actions, register. It may import geo and queries.
"""
