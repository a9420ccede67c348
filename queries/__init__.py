"""The DuckDB store: schema, loaders, and the SQL that people read."""
