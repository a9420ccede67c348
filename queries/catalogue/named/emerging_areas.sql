-- Which areas are becoming, staying or ceasing to be hot or cold, step by step.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
--   measure (text, default count_rank): values that the statistic ran on
--   crime_type (text, default All recorded crime): type, or All recorded crime
-- Columns:
--   area_code "Area": official code of the small area
--   area_name "Name": its name
--   npu_code "NPU": unit that it belongs to
--   emerging_class "Pattern": one of 17 classes; on ranks, so against the rest of the force
--   step: month or quarter
--   step_count [steps]: steps in which it could be assessed
--   hot_step_count [steps]: steps in which it was hot, corrected for the number of areas
--   cold_step_count [steps]: steps in which it was cold, corrected likewise
--   trend_tau [-1 to 1]: Kendall's tau of its z scores; above 0 where they rise
--   trend_p_value [probability]: of the trend, two-sided; not corrected for the number of areas
-- Empty: No area shows a pattern over time. A class needs ten quarters or months unless the configuration says otherwise.
-- Example: impact-areas queries run emerging_areas

WITH final AS (
    SELECT
        area_code,
        area_name,
        npu_code,
        emerging_class,
        step,
        step_count,
        hot_step_count,
        cold_step_count,
        trend_tau,
        trend_p_value
    FROM emerging JOIN areas USING (area_code)
    WHERE
        measure = $measure AND crime_type = $crime_type AND ($npu IS NULL OR npu_code = $npu)
        AND (ends_with(emerging_class, 'hotspot') OR ends_with(emerging_class, 'coldspot'))
)

SELECT * FROM final
ORDER BY ends_with(emerging_class, 'coldspot'), emerging_class, hot_step_count DESC, area_code;
