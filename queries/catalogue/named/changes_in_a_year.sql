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
--   change_ratio [ratio] "Ratio": later over earlier; empty where there was none before
--   change_low [ratio] "From": lower end of its 95% interval, widened by how much counts vary
--   change_high [ratio] "To": upper end
--   change_class "Change": rose, fell, no change detected, or no incidents
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
        change_low,
        change_high,
        change_class
    FROM period_changes
    WHERE ($npu IS NULL OR npu_code = $npu) AND ($crime_type IS NULL OR crime_type = $crime_type)
)

SELECT * FROM final
ORDER BY crime_type, npu_code;
