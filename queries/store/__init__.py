"""The DuckDB store: connection, schema with a comment on each column, points, notes.

May import rooms of queries below it: files. Of other packages it imports geo only.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "about": ["About", "day_words", "month_words", "read_about"],
        "connection": [
            "connect",
            "create_tables",
            "read_areas",
            "read_frame",
            "read_outlines",
            "spatial_extension",
            "table_names",
            "write_frame",
        ],
        "notes": ["left_out_tables"],
        "points": ["read_dated", "read_points", "source_kinds"],
    },
)
