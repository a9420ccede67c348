"""Readers of a force's files, one kind of file each.

May import rooms of queries below it: files, store, loaders.tables, loaders.boundaries, loaders.incidents. Of other
packages it imports geo only.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "assemble_areas": ["assign_npus"],
        "designation_files": ["read_designation_list", "read_designation_outlines"],
    },
)
