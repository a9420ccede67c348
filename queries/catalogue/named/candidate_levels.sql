-- The level of each candidate: its recorded crime against what is expected, allowing for the search that found it.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
-- Columns:
--   candidate_id "Candidate": unit and place, as BE-1
--   candidate_name "Name": its name
--   npu_code "NPU": unit that it belongs to
--   observed_count [records] "Recorded": recorded crime of its areas over the period
--   expected_count [records] "Expected": from residents (workday residents where known), similar areas and the force
--   expected_low [records] "Expected, low": 90% of places with this expectation have at least so many
--   expected_high [records] "Expected, high": 90% of places with this expectation have at most so many
--   times_expected [times] "Times expected": recorded over expected
--   p_value [probability]: how often its areas are together as far above; for a place that was not searched for
--   p_selected [probability] "p, search allowed for": how often the same kind of search finds a place as far above
--   p_selected_need [probability]: how often it finds a place of at least as much need
--   level_class "Level": above (p_selected at most 0.05), as expected, or cannot be assessed
-- Empty: No candidate was proposed, or levels were not worked out; table_notes says which.
-- Example: impact-areas queries run candidate_levels

WITH final AS (
    SELECT
        candidate_id,
        candidate_name,
        npu_code,
        observed_count,
        expected_count,
        expected_low,
        expected_high,
        times_expected,
        p_value,
        p_selected,
        p_selected_need,
        level_class
    FROM candidate_levels JOIN candidates USING (candidate_id)
    WHERE $npu IS NULL OR npu_code = $npu
)

SELECT * FROM final
ORDER BY npu_code, candidate_id;
