-- The record of one candidate: its numbers, what to expect without action, what would count as success, what makes it different, reasons for caution.
-- Parameters:
--   candidate (text, default null): unit and place, as BE-1; every candidate if left out
-- Columns:
--   candidate_id "Candidate": unit and place, as BE-1
--   place [number]: order of the statements
--   section: numbers, level, without action, success, difference, caution, checked, people or source
--   item: what is stated
--   words "Statement": in plain words
--   value [in the item's own unit] "Value": the number, where there is one
--   low [in the item's own unit] "Low": lower end of its interval
--   high [in the item's own unit] "High": upper end of its interval
--   unit: unit of the number
-- Empty: No candidate was proposed.
-- Example: impact-areas queries run evidence_of_candidate

WITH final AS (
    SELECT
        candidate_id,
        place,
        CASE section WHEN 'against' THEN 'caution' ELSE section END AS section,
        item,
        words,
        value,
        low,
        high,
        unit
    FROM candidate_evidence
    WHERE $candidate IS NULL OR candidate_id = $candidate
)

SELECT * FROM final
ORDER BY candidate_id, place;
