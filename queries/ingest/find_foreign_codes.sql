-- Purpose: codes of areas that the force does not have, although most of their points lie inside it: another census.
-- Parameters: $least_rows (BIGINT) and $least_share (DOUBLE) of a code's rows that must lie inside.
-- Reads: staged_incidents, placed_points, force_areas, changed_codes. Writes: foreign_codes.
CREATE OR REPLACE TEMP TABLE foreign_codes AS
SELECT
    stated_area_code AS area_code,
    count(*) AS row_count,
    count(polygon_code) AS inside_count,
    mode(polygon_code) AS polygon_code
FROM staged_incidents AS staged
JOIN placed_points AS point
    ON coalesce(staged.easting_m, staged.longitude) = point.x
    AND coalesce(staged.northing_m, staged.latitude) = point.y
    AND (staged.easting_m IS NOT NULL) = point.on_grid
WHERE
    fault IS NULL
    AND stated_area_code NOT IN (SELECT area_code FROM force_areas)
    AND stated_area_code NOT IN (SELECT old_code FROM changed_codes)
GROUP BY stated_area_code
HAVING count(polygon_code) >= $least_rows AND count(polygon_code) >= $least_share * count(*);
