"""SQL that people type: admitted by its parsed tree, run in a process of its own that cannot write or reach out.

May import rooms of queries below it: files, store, loaders.tables, loaders.boundaries, loaders.incidents, loaders,
ingest, catalogue, register, workspace, exports, published. Of other packages it imports geo only.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "answers": ["ask_typed"],
        "ask": ["SqlWorker"],
        "open_worker": ["local_worker"],
    },
)
