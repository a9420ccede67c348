-- The level of each area: its recorded crime against what its people, its similar areas and its force lead to expect.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
--   area (text, default null): code of an area; every area if left out
-- Columns:
--   area_code "Area": official code of the small area
--   area_name "Name": its name
--   npu_code "NPU": unit that it belongs to
--   rank [place] "Rank": 1 has the highest need in the force
--   observed_count [records] "Recorded": recorded crime over the period
--   expected_count [records] "Expected": from residents (workday residents where known), similar areas and the force
--   expected_low [records] "Expected, low": 90% of areas with this expectation have at least so many
--   expected_high [records] "Expected, high": 90% of areas with this expectation have at most so many
--   times_expected [times] "Times expected": recorded over expected
--   p_value [probability]: how often such an area has at least as many; for one area that was not picked
--   p_selected [probability] "p, picked as the highest": how often the most unusual area of the force is as far above
--   level_class "Level": above (p_selected at most 0.05), as expected, or cannot be assessed
-- Empty: Levels were not worked out; table_notes says why.
-- Example: impact-areas queries run area_levels

WITH final AS (
    SELECT
        area_code,
        area_name,
        npu_code,
        rank,
        observed_count,
        expected_count,
        expected_low,
        expected_high,
        times_expected,
        p_value,
        p_selected,
        level_class
    FROM area_levels JOIN areas USING (area_code) LEFT JOIN ranking USING (area_code)
    WHERE ($npu IS NULL OR npu_code = $npu) AND ($area IS NULL OR area_code = $area)
)

SELECT * FROM final
ORDER BY p_selected NULLS LAST, times_expected DESC NULLS LAST, area_code;
