-- Purpose: of each file's rows with a point that name an area of the force, or none: how many points lie outside every
-- area although the named one is the force's, lie in another area, or would lie inside with coordinates exchanged.
-- Reads: staged_incidents, placed_points, force_areas.
SELECT
    source_id,
    count(*) AS compared,
    count(*) FILTER (polygon_code IS NULL AND stated_area_code IS NOT NULL) AS outside,
    count(*) FILTER (polygon_code IS NULL AND exchanged_code IS NOT NULL) AS exchanged,
    count(*) FILTER (polygon_code <> stated_area_code) AS elsewhere
FROM staged_incidents AS staged
JOIN placed_points AS point
    ON coalesce(staged.easting_m, staged.longitude) = point.x
    AND coalesce(staged.northing_m, staged.latitude) = point.y
    AND (staged.easting_m IS NOT NULL) = point.on_grid
WHERE fault IS NULL AND (
    stated_area_code IS NULL OR stated_area_code IN (SELECT area_code FROM force_areas)
)
GROUP BY source_id
ORDER BY source_id;
