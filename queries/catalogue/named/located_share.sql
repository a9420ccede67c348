-- Share of incidents that have a location, by month and crime type, for the force or by district.
-- Parameters:
--   crime_type (text, default null): one crime type; all if left out
--   level (text, one of force | district, default force): whole force, or each district
-- Columns:
--   month [month]: first day of the month
--   crime_type "Crime type": crime type
--   district_code "District": district; empty for the whole force, and for incidents whose source names no district
--   located_count [incidents] "Located": incidents placed in an area
--   unlocated_count [incidents] "No location": incidents without a location
--   located_share [share] "Located share": located over all; empty where an incident of that month and type names no district
-- Empty: No incident was counted.
-- Example: impact-areas queries run located_share --crime-type Burglary

WITH force AS (
    SELECT
        month,
        crime_type,
        NULL AS district_code,
        sum(located_count)::BIGINT AS located_count,
        sum(unlocated_count)::BIGINT AS unlocated_count,
        sum(located_count) / nullif(sum(located_count + unlocated_count), 0) AS located_share
    FROM located_share
    GROUP BY ALL
),

final AS (
    FROM force WHERE $level = 'force'
    UNION ALL
    SELECT month, crime_type, district_code, located_count, unlocated_count, located_share
    FROM located_share
    WHERE $level = 'district'
)

SELECT * FROM final
WHERE crime_type = coalesce($crime_type, crime_type)
ORDER BY month, crime_type, district_code NULLS LAST;
