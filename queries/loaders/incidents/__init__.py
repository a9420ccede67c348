"""Incidents: police.uk files and API, call logs, counts by area.

May import rooms of queries below it: files, store, loaders.tables, loaders.boundaries. Of other packages it imports
geo only.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "raw_rows": ["RawRows"],
    },
)
