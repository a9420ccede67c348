"""Published data: one relation a file, a locked copy of it in memory, and filters that people write.

May import rooms of queries below it: files, store, loaders.tables, loaders.boundaries, loaders.incidents, loaders,
ingest, catalogue, register, workspace, exports. Of other packages it imports geo only.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "collections": ["Collection", "Property"],
        "conditions": ["Condition", "all_of", "equals", "in_box", "in_time"],
        "cql2": ["read_filter"],
        "store": ["Published", "open_published"],
        "systems": ["System", "find_system"],
    },
)
