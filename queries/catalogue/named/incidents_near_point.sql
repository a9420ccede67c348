-- Incidents within a distance of a point, by type, over the complete months. Points of open data are moved to a list, so
-- distances are good to tens of metres at best.
-- Parameters:
--   easting_m (number, from 0 to 700000, default null): metres east, EPSG:27700; with northing_m
--   northing_m (number, from 0 to 1300000, default null): metres north, EPSG:27700
--   longitude (number, from -9 to 3, default null): degrees east, WGS 84, in place of eastings; with latitude
--   latitude (number, from 49 to 61, default null): degrees north, WGS 84
--   distance_m (number, from 0 to 100000, default 500): metres from the point
-- Columns:
--   crime_type "Type": type
--   incident_count [incidents] "Incidents": incidents within the distance
--   point_count [distinct points] "Points": distinct points that they are on
--   nearest_m [metres] "Nearest": metres to the nearest of them
--   per_hectare [incidents per hectare] "Per hectare": of the circle
--   times_force [times] "Times the force's mix": share of the type here over its share in the force
--   near_easting_m [metres east] "Around easting": the point that was asked about; a point inside the area of highest need if none was given
--   near_northing_m [metres north] "Around northing": its northing
-- Empty: No incident with a point lies that near, or the sources give counts by area only.
-- Example: impact-areas queries run incidents_near_point --longitude -1.1318 --latitude 52.6363 --distance-m 300

WITH
-- include complete_months

converted AS (
    SELECT ST_Transform(ST_Point($longitude, $latitude), 'EPSG:4326', 'EPSG:27700', always_xy := true) AS point
),

asked AS (
    SELECT
        coalesce($easting_m, ST_X(point), easting_m) AS x,
        coalesce($northing_m, ST_Y(point), northing_m) AS y
    FROM areas JOIN ranking USING (area_code) CROSS JOIN converted
    ORDER BY rank NULLS LAST, area_code
    LIMIT 1
),

located AS (
    SELECT crime_type, easting_m, northing_m, sqrt((easting_m - x) ^ 2 + (northing_m - y) ^ 2) AS distance_m
    FROM incidents CROSS JOIN asked
    WHERE area_code IS NOT NULL AND occurred_month IN (FROM complete_months)
),

near AS (
    SELECT
        crime_type,
        count(*) FILTER (distance_m <= $distance_m) AS incident_count,
        count(DISTINCT (easting_m, northing_m)) FILTER (distance_m <= $distance_m) AS point_count,
        min(distance_m) AS nearest_m,
        count(*) AS force_count
    FROM located
    WHERE easting_m IS NOT NULL
    GROUP BY crime_type
),

final AS (
    SELECT
        crime_type,
        incident_count,
        point_count,
        nearest_m,
        incident_count / nullif(pi() * $distance_m ^ 2 / 10000, 0) AS per_hectare,
        (incident_count / nullif(sum(incident_count) OVER (), 0)) / (force_count / sum(force_count) OVER ()) AS times_force,
        round(x)::INTEGER AS near_easting_m,
        round(y)::INTEGER AS near_northing_m
    FROM near CROSS JOIN asked
)

SELECT * FROM final
WHERE incident_count > 0
ORDER BY incident_count DESC, crime_type;
