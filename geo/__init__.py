"""Pure functions on frames: local statistics, ranking and delineation. Knows no database, map, HTTP or file."""
