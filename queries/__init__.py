"""The DuckDB store: schema, loaders, and the SQL that people read, one relation a file.

Rooms from the ground up: files, store, loaders, ingest, catalogue, register, workspace, exports, published,
typed_sql. Of other packages it imports geo only. Public names are in each room's ``__all__``.
"""
