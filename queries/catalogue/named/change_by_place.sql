-- The last 12 months against the 12 before, place by place, with an interval that allows for overdispersion.
-- Only months complete in both years count. Many places compared at once bring false alarms, and places picked because
-- they were high fall anyway.
-- Parameters:
--   level (text, one of npu | district | ward | team | area, default npu): kind of place
--   crime_type (text, default All recorded crime): type, All recorded crime or All demand
--   npu (text, default null): code of a unit; every unit if left out. The dispersion is always that of the whole force
--   z (number, from 0.5 to 5, default 1.96): standard errors either side: 1.96 covers 95%, 2.58 covers 99%
-- Columns:
--   place_code "Code": unit, district, ward, team or area; an area in no ward or team stands under its own code
--   place_name "Place": its name
--   months_compared [months] "Months": months in each of the two years
--   before_count [incidents] "Before": incidents in the year before
--   after_count [incidents] "After": incidents in the last year
--   change_ratio [times] "Ratio": after over before; empty where there was none before
--   change_low [times] "Low": lower end of its interval
--   change_high [times] "High": upper end of its interval; infinite where there was none before
--   dispersion [times] "Dispersion": how much wider than Poisson the months of one kind of place vary, at least 1
--   change_class "Change": rose, fell, or no change detected
-- Empty: There are no two years with complete months to compare.
-- Example: impact-areas queries run change_by_place --level ward --crime-type Burglary

WITH
-- include complete_months
-- include compared_years
-- include placed
-- include counted_types

monthly AS (
    SELECT place_code, month, year_name, sum(incident_count)::DOUBLE AS incident_count
    FROM area_months
    JOIN compared USING (month)
    JOIN placed USING (area_code)
    WHERE crime_type IN (FROM counted_types)
    GROUP BY ALL
),

place_totals AS (SELECT place_code, sum(incident_count) AS total FROM monthly GROUP BY place_code),

month_totals AS (SELECT month, sum(incident_count) AS total FROM monthly GROUP BY month),

-- Pearson's chi-squared per degree of freedom of a model with one effect per place and one per month.
-- Months without incidents add what was expected of them: chi-squared is the sum of y squared over mu, less the total.
dispersion AS (
    SELECT
        greatest(
            1,
            (
                sum(incident_count ^ 2 * grand / (place_totals.total * month_totals.total)) - any_value(grand)
            )
            / nullif(((SELECT count(*) FROM place_totals) - 1) * ((SELECT count(*) FROM month_totals) - 1), 0)
        ) AS phi
    FROM monthly
    JOIN place_totals USING (place_code)
    JOIN month_totals USING (month)
    CROSS JOIN (SELECT sum(total) AS grand FROM place_totals)
),

chosen AS (
    SELECT place_code, min(place_name) AS place_name FROM placed
    WHERE $npu IS NULL OR npu_code = $npu
    GROUP BY place_code
),

years AS (
    SELECT
        place_code,
        coalesce(sum(incident_count) FILTER (year_name = 'before'), 0)::BIGINT AS before_count,
        coalesce(sum(incident_count) FILTER (year_name = 'after'), 0)::BIGINT AS after_count,
        (SELECT phi FROM dispersion) AS phi
    FROM monthly
    GROUP BY place_code
),

-- include share_bounds

final AS (
    SELECT
        place_code,
        place_name,
        (SELECT count(*) FROM last_year) AS months_compared,
        before_count,
        after_count,
        after_count / nullif(before_count, 0) AS change_ratio,
        if(after_count = 0, 0, (middle - reach) / (1 - middle + reach)) AS change_low,
        if(before_count = 0, 'infinity', (middle + reach) / (1 - middle - reach)) AS change_high,
        phi AS dispersion,
        CASE
            WHEN change_low > 1 THEN 'rose'
            WHEN change_high < 1 THEN 'fell'
            ELSE 'no change detected'
        END AS change_class
    FROM bounds JOIN chosen USING (place_code)
)

SELECT * FROM final
ORDER BY change_class = 'no change detected', change_ratio DESC NULLS LAST, place_code;
