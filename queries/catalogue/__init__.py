"""Named queries: one relation a file, with parameters, run and formatted.

May import rooms of queries below it: files, store, loaders.tables, loaders.boundaries, loaders.incidents, loaders,
ingest. Of other packages it imports geo only.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "formats": ["in_degrees", "write_answer", "write_rows"],
        "frames": ["answer_frame", "frame_of", "table_frame"],
        "parameters": ["Parameter"],
        "rows": ["Result", "csv_text", "did_you_mean", "fetch", "json_text"],
    },
)
