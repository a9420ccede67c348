-- Which areas each current designation is made of, one row an area.
-- Parameters:
--   designation (text, default null): id of a designation, as D1; every one if left out
-- Columns:
--   designation_id: designation
--   name: name that the person gave it
--   npu_code: unit in which most of its areas lie
--   status: stable, drifting, ready to review, or cannot be assessed
--   since [date]: day from which it is current
--   review_date [date]: day by which it is to be looked at again
--   area_code: area in this generation; the recorded code where it is not in it
--   area_name: its name
--   rank [place]: place in the force; 1 has the highest need
--   need_score [0 to 100]: weighted mean of the four strands
--   candidate_id: place proposed now that it lies in; empty where it lies in none
--   recorded_code: code that was decided on
--   decided_on_generation: generation that it was decided on
-- Empty: Nobody has designated an Impact Area yet.
-- Example: impact-areas queries run designation_members

WITH held AS (
    SELECT * FROM designations
    WHERE ended_on IS NULL AND ($designation IS NULL OR designation_id = $designation)
),

proposed AS (
    SELECT area_code, min(candidate_id) AS candidate_id FROM candidate_areas GROUP BY area_code
),

final AS (
    SELECT
        designation_id,
        name,
        held.npu_code,
        status,
        since,
        review_date,
        area_code,
        coalesce(area_name, recorded_name) AS area_name,
        rank,
        ranking.need_score,
        coalesce(candidate_id, '') AS candidate_id,
        recorded_code,
        generation AS decided_on_generation
    FROM held
    JOIN designation_areas USING (designation_id)
    LEFT JOIN areas USING (area_code)
    LEFT JOIN ranking USING (area_code)
    LEFT JOIN proposed USING (area_code)
)

SELECT * FROM final
ORDER BY substr(designation_id, 2)::INTEGER, rank NULLS LAST, area_code, recorded_code;
