-- Present Impact Areas against the places proposed now, unit by unit: what would be kept, lost and gained.
-- Columns:
--   npu_code "NPU": unit
--   npu_name "Name": its name
--   designation_count [designations] "Present": current designations
--   candidate_count [places] "Proposed": places proposed now
--   review_count [designations] "To review": designations that are ready to review
--   kept_areas [areas] "Areas kept": present and proposed
--   lost_areas [areas] "Areas lost": present only
--   gained_areas [areas] "Areas gained": proposed only
--   kept_residents [persons] "Residents kept": usual residents of the areas kept
--   lost_residents [persons] "Residents lost": of the areas present only
--   gained_residents [persons] "Residents gained": of the areas proposed only
-- Empty: There are no units.
-- Example: impact-areas queries run designations_by_npu

WITH present AS (
    SELECT DISTINCT area_code
    FROM designation_areas JOIN designations USING (designation_id)
    WHERE in_generation AND ended_on IS NULL
),

proposed AS (
    SELECT DISTINCT area_code FROM candidate_areas
),

compared AS (
    SELECT
        areas.npu_code,
        areas.population,
        present.area_code IS NOT NULL AS is_present,
        proposed.area_code IS NOT NULL AS is_proposed
    FROM areas
    LEFT JOIN present USING (area_code)
    LEFT JOIN proposed USING (area_code)
),

by_area AS (
    SELECT
        npu_code,
        count(*) FILTER (is_present AND is_proposed) AS kept_areas,
        count(*) FILTER (is_present AND NOT is_proposed) AS lost_areas,
        count(*) FILTER (is_proposed AND NOT is_present) AS gained_areas,
        coalesce(sum(population) FILTER (is_present AND is_proposed), 0) AS kept_residents,
        coalesce(sum(population) FILTER (is_present AND NOT is_proposed), 0) AS lost_residents,
        coalesce(sum(population) FILTER (is_proposed AND NOT is_present), 0) AS gained_residents
    FROM compared GROUP BY npu_code
),

by_designation AS (
    SELECT
        npu_code,
        count(*) AS designation_count,
        count(*) FILTER (status = 'ready to review') AS review_count
    FROM designations WHERE ended_on IS NULL GROUP BY npu_code
),

by_candidate AS (
    SELECT npu_code, count(*) AS candidate_count FROM candidates GROUP BY npu_code
),

final AS (
    SELECT
        npu_code,
        npu_name,
        coalesce(designation_count, 0) AS designation_count,
        coalesce(candidate_count, 0) AS candidate_count,
        coalesce(review_count, 0) AS review_count,
        coalesce(kept_areas, 0) AS kept_areas,
        coalesce(lost_areas, 0) AS lost_areas,
        coalesce(gained_areas, 0) AS gained_areas,
        coalesce(kept_residents, 0) AS kept_residents,
        coalesce(lost_residents, 0) AS lost_residents,
        coalesce(gained_residents, 0) AS gained_residents
    FROM npus
    LEFT JOIN by_area USING (npu_code)
    LEFT JOIN by_designation USING (npu_code)
    LEFT JOIN by_candidate USING (npu_code)
)

SELECT * FROM final
ORDER BY npu_code;
