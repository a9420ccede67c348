-- Areas that are above the areas most like them, by how far: a 95% interval, dispersion allowed for.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
--   area (text, default null): code of an area, shown whether it is above or not; every area that is if left out
-- Columns:
--   area_code "Area": official code of the small area
--   area_name "Name": its name
--   npu_code "NPU": unit that it belongs to
--   measure: crime, demand or harm
--   value [in the measure's own unit] "Its own": over the period
--   similar_mean [in the measure's own unit] "Mean of similar areas": over the period
--   difference [in the measure's own unit] "Difference": its own less that mean
--   difference_low [in the measure's own unit] "Difference, low": lower end of the 95% interval
--   difference_high [in the measure's own unit] "Difference, high": upper end of the 95% interval
--   above_count [areas] "Exceeds": similar areas that it exceeds
--   similar_count [areas] "Of": similar areas that it is compared with
--   stands_above [yes or no]: the interval lies above nought; not corrected for the number of areas
-- Empty: No area is above its similar areas, or none were found; table_notes says which.
-- Example: impact-areas queries run above_similar

WITH
-- include demand_name

final AS (
    SELECT
        area_code,
        area_name,
        npu_code,
        if(measure = 'demand', (FROM demand_name), measure) AS measure,
        value,
        similar_mean,
        difference,
        difference_low,
        difference_high,
        above_count,
        similar_count,
        stands_above
    FROM similar_comparison JOIN areas USING (area_code)
    WHERE ($npu IS NULL OR npu_code = $npu) AND (area_code = $area OR ($area IS NULL AND stands_above))
)

SELECT * FROM final
ORDER BY measure, difference_low DESC, area_code;
