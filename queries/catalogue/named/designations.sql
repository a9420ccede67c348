-- The Impact Areas that a person has decided on, and how each compares now; ended ones last.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
-- Columns:
--   designation_id "Id": designation
--   name: name that the person gave it
--   npu_code "NPU": unit in which most of its areas lie
--   status: stable, drifting, ready to review, cannot be assessed, or ended
--   since [date] "Since": day from which it is current
--   review_date [date] "Review by": day by which it is to be looked at again
--   area_count [areas] "Areas": its areas in this generation
--   population [persons] "Residents": usual residents
--   standing [of 100 areas] "Ranks above": how many of 100 areas of the force have less need than its mean
--   proposed_area_count [areas] "Proposed": its areas that lie in a place proposed now
--   status_reason "Why": why it has that status
-- Empty: Nobody has designated an Impact Area yet. 'impact-areas designate --help' shows how.
-- Example: impact-areas queries run designations

WITH held AS (
    SELECT * FROM designations
    WHERE $npu IS NULL OR npu_code = $npu
),

final AS (
    SELECT
        designation_id,
        name,
        npu_code,
        status,
        since,
        review_date,
        area_count,
        population,
        standing,
        proposed_area_count,
        status_reason,
        ended_on
    FROM held
)

SELECT * EXCLUDE (ended_on) FROM final
ORDER BY ended_on NULLS FIRST, substr(designation_id, 2)::INTEGER;
