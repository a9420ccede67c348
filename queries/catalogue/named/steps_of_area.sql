-- Whether an area was hot or cold in each month or quarter: what its pattern over time rests on.
-- Parameters:
--   area (text, default null): code of an area; the one of highest need if left out
--   crime_type (text, default All recorded crime): type, or All recorded crime
-- Columns:
--   area_code "Area": official code of the small area
--   area_name "Name": its name
--   measure "Measure": values that the statistic ran on
--   step "Step": month or quarter
--   step_start [month] "From": first month of the step
--   step_end [month] "To": last month of the step
--   gi_star_z [z score] "Gi* z": Getis-Ord Gi*
--   hotspot_class "Class": after correction for the number of areas
-- Empty: Steps of this type were not kept: see emerging_types in [statistics] of the configuration.
-- Example: impact-areas queries run steps_of_area

WITH chosen AS (
    SELECT area_code, area_name
    FROM areas LEFT JOIN ranking USING (area_code)
    WHERE area_code = $area OR ($area IS NULL AND rank = 1)
),

final AS (
    SELECT
        area_code,
        area_name,
        measure,
        step,
        step_start,
        step_end,
        gi_star_z,
        hotspot_class
    FROM hotspot_steps JOIN chosen USING (area_code)
    WHERE crime_type = $crime_type
)

SELECT * FROM final
ORDER BY area_code, measure, step_start;
