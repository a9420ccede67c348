-- Every decision on designations: who, when, why, and on which generation.
-- Parameters:
--   designation (text, default null): id of a designation, as D1; every one if left out
-- Columns:
--   happened_at [UTC] "When": when it was decided
--   event: designated, imported, reviewed or exited
--   designation_id "Id": designation
--   name: name that the person gave it
--   decided_by "By": person who decided
--   reason "Why": in that person's words
--   review_date [date] "Review by": review date that was set; empty for an exit
--   areas_changed "Areas changed": areas that a review took in and left out; empty where it changed none
--   generation "On": generation that it was decided on
-- Empty: Nobody has decided anything yet.
-- Example: impact-areas queries run designation_history

WITH decided AS (
    SELECT * FROM designation_events
    WHERE $designation IS NULL OR designation_id = $designation
),

final AS (
    SELECT
        happened_at,
        event,
        designation_id,
        name,
        decided_by,
        decided.reason,
        decided.review_date,
        decided.areas_changed,
        decided.generation,
        event_number
    FROM decided JOIN designations USING (designation_id)
)

SELECT * EXCLUDE (event_number) FROM final
ORDER BY event_number, designation_id;
