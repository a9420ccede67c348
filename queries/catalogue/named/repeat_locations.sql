-- Points with incidents again and again, over the complete months. In open data a point is one of a list that incidents
-- are moved to: it represents a street or a building nearby, never an address.
-- Parameters:
--   crime_type (text, default All recorded crime): type, All recorded crime or All demand
--   npu (text, default null): code of a unit; every unit if left out
--   at_least (integer, from 2 to 100000, default 5): incidents that a point must have
--   limit (integer, default 20): rows at most; all if null
-- Columns:
--   easting_m [metres east] "Easting": metres east, EPSG:27700
--   northing_m [metres north] "Northing": metres north, EPSG:27700
--   location_name "Location": street or place as most of the rows call it
--   area_name "Area": area that it counts in; of two, the one with the lower code
--   npu_code "NPU": its unit
--   incident_count [incidents] "Incidents": incidents at the point
--   month_count [months] "Months with any": complete months in which there was one
--   month_share [share] "Share of months": of the complete months
--   force_share [share] "Share of the force": of the force's incidents of the type that have a point
--   commonest_type "Commonest type": type with most incidents there
-- Empty: No point has that many incidents, or the sources give counts by area only.
-- Example: impact-areas queries run repeat_locations --crime-type Burglary --at-least 20

WITH
-- include complete_months
-- include counted_types

-- include located_incidents

points AS (
    SELECT
        easting_m,
        northing_m,
        min(area_code) AS area_code,
        count(*) AS incident_count,
        sum(count(*)) OVER () AS force_count
    FROM located_incidents
    GROUP BY easting_m, northing_m
),

repeated AS (
    SELECT points.*, area_name, npu_code
    FROM points JOIN areas USING (area_code)
    WHERE incident_count >= $at_least AND ($npu IS NULL OR npu_code = $npu)
    ORDER BY incident_count DESC, points.easting_m, points.northing_m
    LIMIT $limit
),

described AS (
    SELECT
        easting_m,
        northing_m,
        count(DISTINCT occurred_month) AS month_count,
        mode(location_name ORDER BY location_name) AS location_name,
        mode(crime_type ORDER BY crime_type) AS commonest_type
    FROM located_incidents SEMI JOIN repeated USING (easting_m, northing_m)
    GROUP BY easting_m, northing_m
),

final AS (
    SELECT
        round(repeated.easting_m)::INTEGER AS easting_m,
        round(repeated.northing_m)::INTEGER AS northing_m,
        location_name,
        area_name,
        npu_code,
        incident_count,
        month_count,
        month_count / (SELECT count(*) FROM complete_months) AS month_share,
        incident_count / force_count AS force_share,
        commonest_type
    FROM repeated JOIN described USING (easting_m, northing_m)
)

SELECT * FROM final
ORDER BY incident_count DESC, easting_m, northing_m;
