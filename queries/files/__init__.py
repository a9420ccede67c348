"""Open, unpack and check files before anything is parsed.

May import no other room of queries. Of other packages it imports geo only.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "csv_tables": ["Reject", "TextRows", "nearest", "read_header", "read_rows", "read_table"],
        "hidden_characters": ["strip_cells"],
        "open_files": ["SourceFile", "check_encoding", "check_text", "match_files"],
    },
)
