"""Workspace of immutable generations; CURRENT names the active one.

May import rooms of queries below it: files, store, loaders.tables, loaders.boundaries, loaders.incidents, loaders,
ingest, catalogue, register. Of other packages it imports geo only.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "generations": ["Workspace", "file_hash", "generation_name", "write_atomically"],
    },
)
