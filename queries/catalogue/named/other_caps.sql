-- What each unit would give at half and at double the caps on areas and residents.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
-- Columns:
--   npu_code "NPU": unit
--   cap_factor [times] "Caps times": what the caps are multiplied by; 1 is as configured
--   max_areas [areas] "Most areas": in one candidate
--   max_residents [persons] "Most residents": in one candidate
--   candidate_count [candidates] "Candidates": found within those caps
--   area_count [areas] "Areas": in them together
--   population [persons] "Residents": in them together
--   objective_value [points] "Value": together, need-score points
-- Empty: Other caps were not tried.
-- Example: impact-areas queries run other_caps

WITH final AS (
    SELECT
        npu_code,
        cap_factor,
        max_areas,
        max_residents,
        candidate_count,
        area_count,
        population,
        objective_value
    FROM candidate_caps
    WHERE $npu IS NULL OR npu_code = $npu
)

SELECT * FROM final
ORDER BY npu_code, cap_factor;
