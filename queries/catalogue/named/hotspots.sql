-- The hotspots: areas that are high together with their neighbours, after correction for the number of areas.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
--   measure (text, default count_rank): values that the statistic ran on
--   crime_type (text, default All recorded crime): type, or All recorded crime
-- Columns:
--   area_code "Area": official code of the small area
--   area_name "Name": its name
--   npu_code "NPU": unit that it belongs to
--   hotspot_class "Hotspot": class after correction
--   gi_star_z [z score] "Gi* z": Getis-Ord Gi*
--   p_value [probability] "p value": two-sided by doubling unless stated in 'alternative'
--   q_value [false discovery rate] "q value": p_value after Benjamini-Hochberg over the whole force
--   alternative: which tails the p_value counts
--   inference: how it was found
--   holds_on: whether it is a hotspot on all of rank, count, logarithm and rate, or on some; empty where only one was tried
--   quadrant: local Moran: the area's own level, then its neighbours'
--   rank [place]: place of the area in the ranking
-- Empty: No hotspot here in this period. Try more months, or all recorded crime.
-- Example: impact-areas queries run hotspots --measure count_rank

WITH latest AS (
    SELECT * FROM hotspots
    WHERE measure = $measure AND crime_type = $crime_type
    QUALIFY period_end = max(period_end) OVER ()
),

final AS (
    SELECT
        area_code,
        area_name,
        npu_code,
        hotspot_class,
        gi_star_z,
        p_value,
        q_value,
        alternative,
        inference,
        holds_on,
        quadrant,
        rank
    FROM latest
    JOIN areas USING (area_code)
    JOIN ranking USING (area_code)
    WHERE starts_with(hotspot_class, 'hotspot') AND ($npu IS NULL OR npu_code = $npu)
)

SELECT * FROM final
ORDER BY q_value, gi_star_z DESC, area_code;
