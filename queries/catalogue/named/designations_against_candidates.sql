-- Present Impact Areas against the places proposed now, area by area: kept, lost or gained if the proposals took their place.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
--   designation (text, default null): id of a designation, as D1: its areas, and those of places proposed that share an area with it
-- Columns:
--   npu_code "NPU": unit of the area
--   change "If proposed": kept (present and proposed), loss (present only) or gain (proposed only)
--   area_code "Area": official code of the small area
--   area_name "Name": its name
--   designation_id "Present": designation that it lies in; empty where it lies in none
--   designation_name "Name of it": name that the person gave it
--   candidate_id "Proposed": place proposed now that it lies in; empty where it lies in none
--   rank [place]: place in the force; 1 has the highest need
--   need_score [0 to 100] "Need": weighted mean of the four strands
--   population [persons] "Residents": usual residents
-- Empty: Nothing is designated and nothing is proposed here.
-- Example: impact-areas queries run designations_against_candidates

WITH present AS (
    SELECT
        area_code,
        string_agg(designation_id, ', ' ORDER BY substr(designation_id, 2)::INTEGER) AS designation_id,
        string_agg(name, ', ' ORDER BY substr(designation_id, 2)::INTEGER) AS designation_name,
        coalesce(bool_or(designation_id = $designation), FALSE) AS is_chosen
    FROM (
        SELECT DISTINCT designation_id, name, area_code
        FROM designation_areas JOIN designations USING (designation_id)
        WHERE in_generation AND ended_on IS NULL
    )
    GROUP BY area_code
),

proposed AS (
    SELECT area_code, string_agg(candidate_id, ', ' ORDER BY candidate_id) AS candidate_id
    FROM candidate_areas GROUP BY area_code
),

beside AS (
    SELECT DISTINCT area_code
    FROM candidate_areas
    WHERE candidate_id IN (
        SELECT candidate_areas.candidate_id FROM candidate_areas JOIN present USING (area_code) WHERE is_chosen
    )
),

compared AS (
    SELECT
        *,
        CASE
            WHEN designation_id IS NULL THEN 'gain'
            WHEN candidate_id IS NULL THEN 'loss'
            ELSE 'kept'
        END AS change
    FROM present FULL JOIN proposed USING (area_code)
    WHERE $designation IS NULL OR is_chosen OR area_code IN (SELECT area_code FROM beside)
),

final AS (
    SELECT
        npu_code,
        change,
        area_code,
        area_name,
        coalesce(designation_id, '') AS designation_id,
        coalesce(designation_name, '') AS designation_name,
        coalesce(candidate_id, '') AS candidate_id,
        rank,
        need_score,
        population
    FROM compared
    JOIN areas USING (area_code)
    LEFT JOIN ranking USING (area_code)
    WHERE $npu IS NULL OR npu_code = $npu
)

SELECT * FROM final
ORDER BY
    npu_code,
    array_position(['kept', 'loss', 'gain'], change),
    designation_id,
    candidate_id,
    rank NULLS LAST,
    area_code;
