-- The busiest cells, clusters and single points of the force: where inside an area the trouble sits.
-- Parameters:
--   kind (text, one of hexagon | square | cluster | snap point, default null): kind of micro-place; every kind if left out
--   npu (text, default null): code of a unit; every unit if left out
--   limit (integer, default 20): rows at most; all if null
-- Columns:
--   micro_place_id "Micro-place": kind, size and place
--   kind "Kind": hexagon, square, cluster or snap point
--   within "Within": candidate or area that it was looked for in; empty for the force
--   area_name "Area": area that its centre lies in
--   npu_code "NPU": its unit
--   easting_m [metres east] "Easting": centre, metres east, EPSG:27700
--   northing_m [metres north] "Northing": centre, metres north, EPSG:27700
--   crime_type "Type": type, or All recorded crime
--   incident_count [incidents] "Incidents": over the period
--   harm_days [days of imprisonment] "Harm": days; empty where it was not weighed
--   largest_point_share [share] "On the busiest point": share of its incidents
--   snap_point [yes or no] "One point dominates": a building, or an artefact of how points are moved
-- Empty: No micro-place was found, or the sources give counts by area only.
-- Example: impact-areas queries run busiest_micro_places --kind hexagon --limit 10

WITH asked AS (
    SELECT * FROM micro_places
    WHERE $kind IS NULL OR kind = $kind
    ORDER BY incident_count DESC, micro_place_id, within
    LIMIT if($npu IS NULL, $limit, NULL)
),

final AS (
    SELECT
        micro_place_id,
        kind,
        within,
        area_name,
        npu_code,
        round(asked.easting_m)::INTEGER AS easting_m,
        round(asked.northing_m)::INTEGER AS northing_m,
        crime_type,
        incident_count,
        harm_days,
        largest_point_share,
        snap_point
    FROM asked LEFT JOIN areas ON ST_Contains(areas.geometry, ST_SetCRS(ST_Point(asked.easting_m, asked.northing_m), 'EPSG:27700'))
)

SELECT * FROM final
WHERE $npu IS NULL OR npu_code = $npu
ORDER BY incident_count DESC, micro_place_id, within, area_name
LIMIT $limit;
