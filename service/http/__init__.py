"""The web service on this machine: pages as bytes, and the OGC API.

May import rooms of service below it: settings, build.analysis, build.extra_tables, build, actions, register,
evaluation, access, http.ogc. It may import geo, queries and maps.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "app": ["create_app"],
        "response_cache": ["Answer", "ResponseCache"],
        "serve": ["serve_workspace"],
    },
)
