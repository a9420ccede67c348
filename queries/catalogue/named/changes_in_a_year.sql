-- The last twelve months against the twelve before, unit by unit, on calendar months complete in both years.
-- Parameters:
--   npu (text, default null): code of a unit; the force and every unit if left out
--   crime_type (text, default null): type, or All recorded crime; all of them if left out
-- Columns:
--   npu_code "NPU": unit; empty for the whole force
--   crime_type "Type": type, or All recorded crime
--   month_count [months] "Months": calendar months compared, of 12
--   before_count [incidents] "Before": in those months of the earlier year
--   after_count [incidents] "After": in those months of the later year
--   change_ratio [times] "Ratio": later over earlier; empty where there was none before
--   against_force [times] "Against the rest": its ratio over that of the rest of the force; empty for the force itself
--   against_low [times] "From": lower end of its 95% interval, from placebo places
--   against_high [times] "To": upper end
--   change_low [times] "Counts alone, from": lower end of the interval of the ratio from the dispersion of counts alone: a lower bound
--   change_high [times] "Counts alone, to": upper end
--   change_class "Change": rose against the force, fell against the force, moved with the force, the force itself, no incidents, or not comparable
-- Empty: Fewer than six calendar months are complete in both years. The table table_notes says how many.
-- Example: impact-areas queries run changes_in_a_year --crime-type Burglary

WITH final AS (
    SELECT
        npu_code,
        crime_type,
        month_count,
        before_count,
        after_count,
        change_ratio,
        against_force,
        against_low,
        against_high,
        change_low,
        change_high,
        change_class
    FROM period_changes
    WHERE ($npu IS NULL OR npu_code = $npu) AND ($crime_type IS NULL OR crime_type = $crime_type)
)

SELECT * FROM final
ORDER BY crime_type, npu_code;
