"""Files for other programs: CSV, workbook, GeoPackage, GeoJSON, GeoParquet, DuckDB snapshot.

May import rooms of queries below it: files, store, loaders.tables, loaders.boundaries, loaders.incidents, loaders,
ingest, catalogue, register, workspace. Of other packages it imports geo only.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "csv_gal": ["decided_csv_bytes", "mark_rows"],
        "geojson_parquet": ["feature_collection", "geopackage_of", "multi_polygons"],
        "write": ["write_export", "write_exports"],
    },
)
