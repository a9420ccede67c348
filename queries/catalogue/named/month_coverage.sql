-- Which months have data for which districts, which months are compared, and how many incidents have no location.
-- Parameters:
--   from (month, default null): first month; from the beginning if left out
-- Columns:
--   month [month]: first day of the month
--   district_code "District": district
--   district_name "Name": its name
--   incident_count [incidents] "Incidents": incidents of all types with a location
--   expected_count [incidents] "Usual": the district's median month
--   within_bounds [yes or no]: whether the district's month lies within the stated bounds
--   complete [yes or no]: whether every district's does, so that the month is compared
--   why "Why not": no file, or a district out of bounds; empty where the month is complete
--   unlocated_count [incidents] "No location": incidents without a location that name this district; empty where some name none
--   force_unlocated_count [incidents] "No location, force": incidents of the whole force without a location
--   force_located_share [share] "Located, force": share of the force's incidents that have a location
-- Empty: No month has data.
-- Example: impact-areas queries run month_coverage --from 2020-01

WITH districts AS (
    SELECT district_code, min(district_name) AS district_name FROM areas GROUP BY district_code
),

located AS (
    SELECT
        month,
        sum(unlocated_count)::BIGINT AS force_unlocated_count,
        sum(located_count) / nullif(sum(located_count + unlocated_count), 0) AS force_located_share,
        coalesce(sum(unlocated_count) FILTER (district_code IS NULL), 0) AS nameless
    FROM located_share
    GROUP BY month
),

by_district AS (
    SELECT month, district_code, sum(unlocated_count)::BIGINT AS unlocated_count
    FROM located_share
    GROUP BY ALL
),

seen AS (SELECT month, sum(incident_count) AS month_count FROM month_coverage GROUP BY month),

final AS (
    SELECT
        month,
        district_code,
        district_name,
        incident_count,
        expected_count,
        within_bounds,
        complete,
        CASE
            WHEN complete THEN NULL
            WHEN month_count = 0 AND coalesce(force_unlocated_count, 0) = 0 THEN 'no file'
            WHEN NOT within_bounds THEN 'far from its usual count'
            ELSE 'another district is far from its usual count, or the month was left out by choice'
        END AS why,
        if(nameless = 0, coalesce(unlocated_count, 0), NULL) AS unlocated_count,
        force_unlocated_count,
        force_located_share
    FROM month_coverage
    JOIN seen USING (month)
    LEFT JOIN districts USING (district_code)
    LEFT JOIN located USING (month)
    LEFT JOIN by_district USING (month, district_code)
    WHERE $from IS NULL OR month >= $from
)

SELECT * FROM final
ORDER BY month, district_code;
