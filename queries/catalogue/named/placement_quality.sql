-- How incidents found their area, district by district: by the code that the source states, or by the point.
-- Columns:
--   district_name "District": district of the area
--   incident_count [incidents] "Incidents": placed there, all months
--   stated_share [share] "By stated code": share placed by the code in the source
--   polygon_share [share] "By point": share placed by where the point lies
--   point_count [distinct points] "Distinct points": points that they are on, each in one district; empty where the source gives counts only
--   busiest_point_share [share] "On the busiest point": share of the district's incidents with a point
-- Empty: The sources give counts by area, not rows.
-- Example: impact-areas queries run placement_quality

WITH by_area AS (
    SELECT
        area_code,
        count(*) AS incident_count,
        count(*) FILTER (placed_by = 'stated code') AS stated_count,
        count(*) FILTER (placed_by = 'polygon') AS polygon_count
    FROM incidents
    GROUP BY area_code
),

points AS (
    SELECT min(area_code) AS area_code, count(*) AS incident_count
    FROM incidents
    WHERE easting_m IS NOT NULL AND area_code IS NOT NULL
    GROUP BY easting_m, northing_m
),

busiest AS (
    SELECT
        district_code,
        count(*) AS point_count,
        max(incident_count) / sum(incident_count) AS busiest_point_share
    FROM points JOIN areas USING (area_code)
    GROUP BY district_code
),

final AS (
    SELECT
        min(district_name) AS district_name,
        sum(incident_count)::BIGINT AS incident_count,
        sum(stated_count) / sum(incident_count) AS stated_share,
        sum(polygon_count) / sum(incident_count) AS polygon_share,
        any_value(point_count) AS point_count,
        any_value(busiest_point_share) AS busiest_point_share
    FROM by_area JOIN areas USING (area_code) LEFT JOIN busiest USING (district_code)
    GROUP BY district_code
)

SELECT * FROM final
ORDER BY incident_count DESC, district_name;
