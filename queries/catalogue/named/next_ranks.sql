-- Where each area is likely to rank next year: 90% of next year's ranks, back-tested.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
--   area (text, default null): code of an area; every area if left out
-- Columns:
--   rank [place] "Rank": 1 has the highest need in the force
--   area_code "Area": official code of the small area
--   area_name "Name": its name
--   npu_code "NPU": unit that it belongs to
--   rank_low_next [place] "Next year, best": 90% of next year's ranks lie from here
--   rank_high_next [place] "Next year, worst": to here
--   probability_top_5_next [probability] "Top 5% next year": probability of being in the top 5% of the force
-- Empty: Fewer than four complete months; table_notes says so.
-- Example: impact-areas queries run next_ranks

WITH final AS (
    SELECT
        rank,
        area_code,
        area_name,
        npu_code,
        rank_low_next,
        rank_high_next,
        probability_top_5_next
    FROM next_ranks JOIN areas USING (area_code) JOIN ranking USING (area_code)
    WHERE ($npu IS NULL OR npu_code = $npu) AND ($area IS NULL OR area_code = $area)
)

SELECT * FROM final
ORDER BY rank, area_code;
