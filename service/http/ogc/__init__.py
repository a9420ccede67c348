"""OGC API - Features: the published collections for GIS, and the same as pages for people.

May import rooms of service below it: settings, build.analysis, build.extra_tables, build, actions, register,
evaluation, access. It may import geo, queries and maps.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "resources": ["Source"],
        "routes": ["add_ogc"],
    },
)
