-- The areas that could not be ranked, by name, and why.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
-- Columns:
--   area_code: official code of the small area
--   area_name: its name
--   npu_code: unit that it belongs to
--   population [persons]: usual residents
--   not_assessable_reason: why it has no rank
-- Empty: Every area was ranked.
-- Example: impact-areas queries run not_assessed

WITH final AS (
    SELECT
        area_code,
        area_name,
        npu_code,
        population,
        not_assessable_reason
    FROM ranking JOIN areas USING (area_code)
    WHERE NOT assessable AND ($npu IS NULL OR npu_code = $npu)
)

SELECT * FROM final
ORDER BY npu_code, area_code;
