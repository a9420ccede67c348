"""Files for other programs: CSV, workbook, GeoPackage, GeoJSON, GeoParquet, DuckDB snapshot."""
