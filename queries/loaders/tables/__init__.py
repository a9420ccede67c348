"""Tables by area: deprivation, residents, lookups, postcodes, changes of code, designations."""
