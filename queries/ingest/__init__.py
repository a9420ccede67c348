"""Incidents from file to store: stage, check, settle, account for every row.

May import rooms of queries below it: files, store, loaders.tables, loaders.boundaries, loaders.incidents, loaders. Of
other packages it imports geo only.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "settle": ["IngestReport", "account_for_incidents", "ingest_incidents", "settle_incidents", "stage_incidents"],
        "stage": ["StagedFile"],
    },
)
