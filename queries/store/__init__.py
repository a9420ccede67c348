"""The DuckDB store: connection, schema with a comment on each column, points, notes."""
