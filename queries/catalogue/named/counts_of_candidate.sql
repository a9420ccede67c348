-- The counts behind a candidate: incidents of each area by type over the complete months, and how many months they lie in.
-- Parameters:
--   candidate (text, default null): unit and place, as BE-1; every candidate if left out
-- Columns:
--   candidate_id "Candidate": unit and place, as BE-1
--   area_code "Area": official code of the small area
--   crime_type "Type": crime type, or calls by their grade
--   incident_count [records] "Incidents": over the complete months
--   month_count [months] "Months": complete months with any of them
--   first_month [month]: first of them
--   last_month [month]: last of them
-- Empty: No candidate was proposed.
-- Example: impact-areas queries run counts_of_candidate

WITH
-- include complete_months

final AS (
    SELECT
        candidate_id,
        area_code,
        crime_type,
        sum(incident_count)::BIGINT AS incident_count,
        count(DISTINCT month) AS month_count,
        min(month) AS first_month,
        max(month) AS last_month
    FROM candidate_areas
    JOIN area_months USING (area_code)
    SEMI JOIN complete_months USING (month)
    WHERE $candidate IS NULL OR candidate_id = $candidate
    GROUP BY ALL
)

SELECT * FROM final
ORDER BY candidate_id, area_code, crime_type;
