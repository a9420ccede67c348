-- Incidents within a distance of a line (a road, a river, a bus route), by type, over the complete months.
-- Parameters:
--   line (text, default null): the line as WKT in metres, EPSG:27700; between the two areas of highest need if left out
--   distance_m (number, from 0 to 100000, default 200): metres from the line
-- Columns:
--   crime_type "Type": type
--   incident_count [incidents] "Incidents": incidents within the distance
--   force_share [share] "Share of the force": of the force's incidents of the type that have a point
--   per_km [incidents per kilometre] "Per kilometre": of the line
--   line_km [kilometres] "Length of the line": kilometres
-- Empty: No incident with a point lies that near, or the sources give counts by area only.
-- Example: impact-areas queries run incidents_near_line --line "LINESTRING (457000 303000, 460000 306000)" --distance-m 100

WITH
-- include complete_months

highest AS (
    SELECT easting_m, northing_m
    FROM areas JOIN ranking USING (area_code)
    ORDER BY rank NULLS LAST, area_code
    LIMIT 2
),

asked AS (
    SELECT
        coalesce(
            ST_GeomFromText($line),
            (SELECT ST_MakeLine(list(ST_Point(easting_m, northing_m) ORDER BY easting_m, northing_m)) FROM highest)
        ) AS line
),

points AS (
    SELECT easting_m, northing_m, crime_type, count(*) AS incident_count
    FROM incidents
    WHERE easting_m IS NOT NULL AND area_code IS NOT NULL AND occurred_month IN (FROM complete_months)
    GROUP BY ALL
),

boxed AS (
    SELECT
        *,
        ST_XMin(line) - $distance_m AS west,
        ST_XMax(line) + $distance_m AS east,
        ST_YMin(line) - $distance_m AS south,
        ST_YMax(line) + $distance_m AS north
    FROM asked
),

near AS (
    SELECT crime_type, sum(incident_count) AS incident_count
    FROM points CROSS JOIN boxed
    WHERE
        easting_m BETWEEN west AND east
        AND northing_m BETWEEN south AND north
        AND ST_Distance(ST_Point(easting_m, northing_m), line) <= $distance_m
    GROUP BY crime_type
),

everywhere AS (
    SELECT crime_type, sum(incident_count) AS force_count FROM points GROUP BY crime_type
),

final AS (
    SELECT
        crime_type,
        incident_count::BIGINT AS incident_count,
        incident_count / force_count AS force_share,
        incident_count / nullif(ST_Length(line) / 1000, 0) AS per_km,
        ST_Length(line) / 1000 AS line_km
    FROM near JOIN everywhere USING (crime_type) CROSS JOIN asked
)

SELECT * FROM final
ORDER BY incident_count DESC, crime_type;
