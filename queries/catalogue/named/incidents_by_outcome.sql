-- What became of recorded crimes: last outcomes as the sources state them, over the complete months.
-- Parameters:
--   crime_type (text, default All recorded crime): type, or All recorded crime
--   npu (text, default null): code of a unit; every unit if left out
--   candidate (text, default null): id of a candidate, as BE-1; every area if left out
-- Columns:
--   outcome "Outcome": last outcome in the source's words; "none stated" where it gives none
--   incident_count [incidents] "Incidents": incidents with that outcome
--   outcome_share [share] "Share": of the incidents asked about
--   force_share [share] "Share in the force": of all the force's incidents of the type, for comparison
-- Empty: No source here states outcomes.
-- Example: impact-areas queries run incidents_by_outcome --crime-type Burglary

WITH
-- include complete_months

counted_types AS (
    SELECT crime_type FROM crime_types
    WHERE crime_type = $crime_type OR ($crime_type = 'All recorded crime' AND kind = 'crime')
),

chosen AS (
    SELECT area_code FROM areas
    WHERE
        ($npu IS NULL OR npu_code = $npu)
        AND (
            $candidate IS NULL
            OR area_code IN (SELECT area_code FROM candidate_areas WHERE candidate_id = $candidate)
        )
),

counted AS (
    SELECT
        coalesce(outcome, 'none stated') AS outcome,
        count(*) FILTER (area_code IN (FROM chosen)) AS incident_count,
        count(*) AS force_count
    FROM incidents
    WHERE
        area_code IS NOT NULL
        AND crime_type IN (FROM counted_types)
        AND occurred_month IN (FROM complete_months)
    GROUP BY ALL
),

final AS (
    SELECT
        outcome,
        incident_count,
        incident_count / nullif(sum(incident_count) OVER (), 0) AS outcome_share,
        force_count / sum(force_count) OVER () AS force_share
    FROM counted
    WHERE EXISTS (SELECT 1 FROM counted WHERE outcome <> 'none stated')
)

SELECT * FROM final
ORDER BY incident_count DESC, outcome;
