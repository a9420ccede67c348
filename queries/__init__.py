"""The DuckDB store: schema, loaders, and the SQL that people read, one relation a file.

Rooms from the ground up: files, store, loaders, ingest, catalogue, register, workspace, exports, published. Of other
packages it imports geo only. Public names stand in each room's ``__all__``.
"""
