"""People's decisions: an append-only log beside the generations, and the tables made from it.

May import rooms of queries below it: files, store, loaders.tables, loaders.boundaries, loaders.incidents, loaders,
ingest, catalogue. Of other packages it imports geo only.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "attach": ["attach_register"],
        "builds": ["Build", "read_build"],
        "log": ["RegisterLog"],
        "outlines": ["read_designation_areas", "read_designations", "read_page_designations"],
        "state": ["Designation", "Problem", "State", "play"],
    },
)
