-- Which months hold data for which districts, and which months are compared.
-- Parameters:
--   from (month, default null): first month; from the beginning if left out
-- Columns:
--   month [month]: first day of the month
--   district_code "District": district
--   district_name "Name": its name
--   incident_count [incidents] "Incidents": incidents of all types
--   expected_count [incidents] "Usual": the district's median month
--   within_bounds [yes or no]: whether the district's month lies within the stated bounds
--   complete [yes or no]: whether every district's does, so that the month is compared
-- Empty: No month holds data.
-- Example: impact-areas queries run month_coverage --from 2020-01

WITH districts AS (
    SELECT district_code, min(district_name) AS district_name FROM areas GROUP BY district_code
),

final AS (
    SELECT
        month,
        district_code,
        district_name,
        incident_count,
        expected_count,
        within_bounds,
        complete
    FROM month_coverage LEFT JOIN districts USING (district_code)
    WHERE $from IS NULL OR month >= $from
)

SELECT * FROM final
ORDER BY month, district_code;
