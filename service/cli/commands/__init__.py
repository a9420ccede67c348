"""The verbs of the command line: each only parses, and calls one function that takes plain values.

May import every room of service, and does so inside the function of a verb, so that the command line starts quickly.
Each module has ``add_to``, which adds its verbs; ``service.cli.main`` calls them.
"""
