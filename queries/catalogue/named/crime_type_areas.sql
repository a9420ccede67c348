-- The areas with most incidents of one type over the complete months.
-- Parameters:
--   crime_type (text, default Burglary): type, as in crime_types
--   npu (text, default null): code of a unit; every unit if left out
--   limit (integer, default 20): rows at most; all if left out
-- Columns:
--   place [place]: 1 has most incidents; equal counts share a place
--   area_code "Area": official code of the small area
--   area_name "Name": its name
--   npu_code "NPU": unit that it belongs to
--   incident_count [incidents] "Incidents": over the complete months
--   force_share [share]: of the force's incidents of the type
--   rate_per_1000 [per 1,000 residents] "Per 1,000 residents": over the complete months; empty where residents are not known
-- Empty: No incident of this type fell in a complete month.
-- Example: impact-areas queries run crime_type_areas --crime-type Burglary --limit 10

WITH
-- include complete_months

counted AS (
    SELECT area_code, sum(incident_count)::BIGINT AS incident_count
    FROM area_months
    WHERE crime_type = $crime_type AND month IN (FROM complete_months)
    GROUP BY area_code
),

final AS (
    SELECT
        rank() OVER (ORDER BY incident_count DESC) AS place,
        area_code,
        area_name,
        npu_code,
        incident_count,
        incident_count / sum(incident_count) OVER () AS force_share,
        1000 * incident_count / nullif(population, 0) AS rate_per_1000
    FROM counted JOIN areas USING (area_code)
)

SELECT * FROM final
WHERE $npu IS NULL OR npu_code = $npu
ORDER BY place, area_code
LIMIT $limit;
