"""Tables by area: deprivation, residents, lookups, postcodes, changes of code, designations.

May import rooms of queries below it: files, store. Of other packages it imports geo only.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "area_tables": ["read_area_table"],
        "code_changes": ["read_code_changes"],
        "deprivation": ["Deprivation", "check_deprivation_covers", "deprivation_for_new_codes", "read_deprivation"],
        "lookups": ["join_lookups", "read_lookup"],
        "match_columns": ["column_missing", "find_column", "find_standard_column"],
        "messages": ["count_of", "name_some"],
        "populations": ["read_populations"],
        "postcodes": ["read_postcode_sectors"],
        "reference_tables": ["clean_codes", "read_whole_table"],
    },
)
