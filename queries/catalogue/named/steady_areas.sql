-- The areas that are among the highest year after year: places in each of the force's years of 12 complete months.
-- Parameters:
--   crime_type (text, default All recorded crime): type, All recorded crime or All demand
--   top (integer, from 1 to 100000, default 20): places that count as highest
--   npu (text, default null): code of a unit; every unit if left out. Places are always those in the whole force
-- Columns:
--   area_code "Area": official code of the small area
--   area_name "Name": its name
--   npu_code "NPU": unit that it belongs to
--   year_count [years] "Years": years of 12 complete months that end with the last one, counted backwards
--   years_in_top [years] "Years in the top": years in which it was among the highest
--   best_place [place] "Best place": in any of the years
--   worst_place [place] "Worst place": in any of the years
--   incident_count [incidents] "Incidents": over those years
-- Empty: There is no year of 12 complete months.
-- Example: impact-areas queries run steady_areas --crime-type Burglary --top 10

WITH
-- include complete_months

numbered AS (
    SELECT month, (row_number() OVER (ORDER BY month DESC) - 1) // 12 AS year_number FROM complete_months
),

years AS (
    SELECT year_number FROM numbered GROUP BY year_number HAVING count(*) = 12
),

-- include counted_types

counted AS (
    SELECT area_code, year_number, sum(incident_count) AS incident_count
    FROM area_months JOIN numbered USING (month)
    WHERE crime_type IN (FROM counted_types)
    GROUP BY ALL
),

placed AS (
    SELECT
        area_code,
        coalesce(incident_count, 0) AS incident_count,
        rank() OVER (PARTITION BY year_number ORDER BY coalesce(incident_count, 0) DESC) AS place
    FROM areas CROSS JOIN years LEFT JOIN counted USING (area_code, year_number)
),

final AS (
    SELECT
        area_code,
        any_value(area_name) AS area_name,
        any_value(npu_code) AS npu_code,
        count(*) AS year_count,
        count(*) FILTER (place <= $top) AS years_in_top,
        min(place) AS best_place,
        max(place) AS worst_place,
        sum(incident_count)::BIGINT AS incident_count
    FROM placed JOIN areas USING (area_code)
    GROUP BY area_code
)

SELECT * FROM final
WHERE years_in_top > 0 AND ($npu IS NULL OR npu_code = $npu)
ORDER BY years_in_top DESC, worst_place, incident_count DESC, area_code;
