"""The main job: load, analyse, suppress, store, publish.

May import rooms of service below it: settings, build.analysis, build.extra_tables. It may import geo, queries and
maps.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "pipeline": ["build", "check"],
        "summary": ["BuildSummary", "CheckReport"],
    },
)
