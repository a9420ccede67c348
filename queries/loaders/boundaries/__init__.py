"""Outlines: formats, checks, and what lies around the areas.

May import rooms of queries below it: files, store, loaders.tables. Of other packages it imports geo only.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "background_features": ["read_context"],
        "context_files": ["read_all_context"],
        "formats": ["ending_of"],
        "read": ["read_boundaries"],
        "settlement_names": ["name_by_settlement"],
    },
)
