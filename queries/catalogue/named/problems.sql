-- Problems worked on in designations: stage, dates, owner, what was tried and whether it worked; open ones first.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
--   designation (text, default null): id of a designation, as D1; every one if left out
--   stage (text, default null): scanning, analysis, response, assessment or signed off; every stage if left out
-- Columns:
--   problem_id "Id": problem
--   title "Problem": in a few words
--   designation_id "In": designation
--   npu_code "NPU": unit of the designation
--   team_name "Team": team that owns it
--   stage: scanning, analysis, response, assessment, or signed off
--   opened_on [date] "Opened": day it was added
--   stage_since [date] "At stage since": day it came to its stage
--   tried: what was tried
--   worked: yes, partly, no or not known, in the judgement of who signed it off; empty while it is open
--   last_note "Last note": note of the latest step
-- Empty: No problem has been written down here. 'impact-areas problems add --help' shows how.
-- Example: impact-areas queries run problems --stage response

WITH chosen AS (
    SELECT * FROM problems
    WHERE
        ($npu IS NULL OR npu_code = $npu)
        AND ($designation IS NULL OR designation_id = $designation)
        AND ($stage IS NULL OR stage = $stage)
),

final AS (
    SELECT
        problem_id,
        title,
        designation_id,
        npu_code,
        team_name,
        stage,
        opened_on,
        stage_since,
        tried,
        worked,
        last_note,
        signed_off_on
    FROM chosen
)

SELECT * EXCLUDE (signed_off_on) FROM final
ORDER BY signed_off_on NULLS FIRST, substr(problem_id, 2)::INTEGER;
