-- Purpose: each distinct point of the rows that can be used, once: in degrees, or in metres on the National Grid.
-- Reads: staged_incidents.
SELECT DISTINCT
    coalesce(easting_m, longitude) AS x,
    coalesce(northing_m, latitude) AS y,
    easting_m IS NOT NULL AS on_grid
FROM staged_incidents
WHERE fault IS NULL AND coalesce(easting_m, longitude) IS NOT NULL;
