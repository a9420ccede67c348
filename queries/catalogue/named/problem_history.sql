-- Every step of a problem: what was found, what was tried, by whom.
-- Parameters:
--   problem (text, default null): id of a problem, as P1; every one if left out
-- Columns:
--   happened_at [UTC] "When": when it was noted
--   problem_id "Id": problem
--   title "Problem": in a few words
--   stage: stage that it came to, or stayed in
--   noted_by "By": person who noted it
--   note: what was found or done
--   tried: what was tried, if anything
--   worked: yes, partly, no or not known; empty before the sign-off
-- Empty: No problem has been written down.
-- Example: impact-areas queries run problem_history

WITH noted AS (
    SELECT * FROM problem_events
    WHERE $problem IS NULL OR problem_id = $problem
),

final AS (
    SELECT
        happened_at,
        problem_id,
        title,
        noted.stage,
        noted_by,
        note,
        noted.tried,
        noted.worked,
        event_number
    FROM noted JOIN problems USING (problem_id)
)

SELECT * EXCLUDE (event_number) FROM final
ORDER BY event_number;
