-- Which candidates are new, gone or changed since the generation before this one, by the areas that they share.
-- Reads: the generation before, attached as 'previous'.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
-- Columns:
--   candidate_id "Now": candidate of this generation; empty where it is gone
--   candidate_name "Place": its name
--   before_candidate_id "Before": candidate of the generation before that shares most areas with it
--   area_count [areas] "Areas": areas of it now
--   areas_shared [areas] "Kept": areas that are in both
--   areas_added [areas] "Added": areas that the one before did not have
--   areas_lost [areas] "Lost": areas of the one before that it does not have
--   what_changed "What changed": new, gone, changed or the same
-- Empty: Neither generation proposed a place.
-- Example: impact-areas queries run candidates_since_last_generation

WITH sizes_now AS (SELECT candidate_id, count(*) AS area_count FROM candidate_areas GROUP BY candidate_id),

sizes_before AS (SELECT candidate_id, count(*) AS area_count FROM previous.candidate_areas GROUP BY candidate_id),

shared AS (
    SELECT now.candidate_id, before.candidate_id AS before_candidate_id, count(*) AS areas_shared
    FROM candidate_areas AS now JOIN previous.candidate_areas AS before USING (area_code)
    GROUP BY ALL
),

closest AS (
    SELECT * FROM shared
    QUALIFY row_number() OVER (PARTITION BY candidate_id ORDER BY areas_shared DESC, before_candidate_id) = 1
),

compared AS (
    SELECT candidate_id, before_candidate_id, coalesce(areas_shared, 0) AS areas_shared
    FROM sizes_now LEFT JOIN closest USING (candidate_id)
    UNION ALL
    SELECT NULL, candidate_id, 0
    FROM sizes_before
    WHERE candidate_id NOT IN (SELECT before_candidate_id FROM closest)
),

final AS (
    SELECT
        compared.candidate_id,
        coalesce(now.candidate_name, before.candidate_name) AS candidate_name,
        before_candidate_id,
        coalesce(sizes_now.area_count, 0) AS area_count,
        areas_shared,
        coalesce(sizes_now.area_count, 0) - areas_shared AS areas_added,
        coalesce(sizes_before.area_count, 0) - areas_shared AS areas_lost,
        CASE
            WHEN before_candidate_id IS NULL THEN 'new'
            WHEN compared.candidate_id IS NULL THEN 'gone'
            WHEN areas_added + areas_lost = 0 THEN 'the same'
            ELSE 'changed'
        END AS what_changed,
        coalesce(now.npu_code, before.npu_code) AS npu_code
    FROM compared
    LEFT JOIN candidates AS now ON now.candidate_id = compared.candidate_id
    LEFT JOIN previous.candidates AS before ON before.candidate_id = before_candidate_id
    LEFT JOIN sizes_now ON sizes_now.candidate_id = compared.candidate_id
    LEFT JOIN sizes_before ON sizes_before.candidate_id = before_candidate_id
)

SELECT * EXCLUDE (npu_code) FROM final
WHERE $npu IS NULL OR npu_code = $npu
ORDER BY what_changed = 'the same', candidate_id NULLS LAST, before_candidate_id;
