-- How sure each rank is: this period over chance variation in the counts, over other choices and over both; and next year.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
--   area (text, default null): code of an area; every area if left out
-- Columns:
--   rank [place]: place in the force; 1 has the highest need
--   area_code "Area": official code of the small area
--   area_name "Name": its name
--   npu_code "NPU": unit that it belongs to
--   rank_low [place]: best likely rank of this period; 90% of the draws of both together lie from here to rank_high
--   rank_high [place]: worst likely rank
--   rank_low_data [place]: best likely rank of this period with chance variation in the counts alone, 90%
--   rank_high_data [place]: worst likely rank with chance variation in the counts alone
--   rank_low_choices [place]: best likely rank of this period with other choices alone, 90%
--   rank_high_choices [place]: worst likely rank with other choices alone
--   probability_top_5_percent [share]: share of draws in which it is in the top 5% of the force
--   probability_top_20 [share]: share of draws in which it is among the top 20 of the force
--   rank_low_next [place]: best likely rank of the next 12 months; 90% lie from here to rank_high_next, back-tested; choices as made
--   rank_high_next [place]: worst likely rank of the next 12 months
--   probability_top_5_next [probability]: probability of being in the top 5% of the force in the next 12 months, 0 to 1
--   robust_core [yes or no]: in the top 5% in at least 95% of draws
--   rank_without_police_generated [place] "Rank without police-generated crime": place without drugs, weapons or what the configuration names
--   police_generated_share [share]: share of its recorded crime that is police-generated
--   feedback_flag [yes or no]: falls by at least 5% of the areas without that crime, or has three times the force's share of it
-- Empty: No area was ranked.
-- Example: impact-areas queries run how_sure

WITH final AS (
    SELECT
        rank,
        area_code,
        area_name,
        npu_code,
        rank_low,
        rank_high,
        rank_low_data,
        rank_high_data,
        rank_low_choices,
        rank_high_choices,
        probability_top_5_percent,
        probability_top_20,
        rank_low_next,
        rank_high_next,
        probability_top_5_next,
        robust_core,
        rank_without_police_generated,
        police_generated_share,
        feedback_flag
    FROM ranking JOIN areas USING (area_code) LEFT JOIN next_ranks USING (area_code)
    WHERE rank IS NOT NULL AND ($npu IS NULL OR npu_code = $npu) AND ($area IS NULL OR area_code = $area)
)

SELECT * FROM final
ORDER BY rank, area_code;
