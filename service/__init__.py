"""The only place that sees geo, queries and maps: settings, pipeline, command line, HTTP.

Rooms from the ground up: settings, build, actions, register, evaluation, access, http, cli. It imports geo, queries and
maps; no other package imports it. Public names: ``service.workspace.open_workspace`` for notebooks,
``service.build.build`` and the command ``impact-areas``.
"""
