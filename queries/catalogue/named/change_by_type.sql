-- The last 12 months against the 12 before, type by type, with an interval that allows for overdispersion.
-- Only months complete in both years count.
-- Parameters:
--   npu (text, default null): code of a unit; the whole force if left out
--   z (number, from 0.5 to 5, default 1.96): standard errors either side: 1.96 covers 95%, 2.58 covers 99%
-- Columns:
--   crime_type "Type": type
--   months_compared [months] "Months": months in each of the two years
--   before_count [incidents] "Before": incidents in the year before
--   after_count [incidents] "After": incidents in the last year
--   change_ratio [times] "Ratio": after over before; empty where there was none before
--   change_low [times] "Low": lower end of its interval
--   change_high [times] "High": upper end of its interval; infinite where there was none before
--   dispersion [times] "Dispersion": how much wider than Poisson the months of one area vary for this type, at least 1
--   change_class "Change": rose, fell, or no change detected
-- Empty: There are no two years with complete months to compare.
-- Example: impact-areas queries run change_by_type --z 2.58

WITH
-- include complete_months
-- include compared_years

monthly AS (
    SELECT area_code, crime_type, month, year_name, incident_count::DOUBLE AS incident_count
    FROM area_months
    JOIN compared USING (month)
    JOIN areas USING (area_code)
    WHERE $npu IS NULL OR npu_code = $npu
),

month_totals AS (
    SELECT crime_type, month, sum(incident_count) AS month_total FROM monthly GROUP BY ALL
),

by_area AS (
    SELECT
        crime_type,
        area_code,
        sum(incident_count) AS area_total,
        sum(incident_count ^ 2 / month_total) AS squares,
        coalesce(sum(incident_count) FILTER (year_name = 'before'), 0) AS before_count,
        coalesce(sum(incident_count) FILTER (year_name = 'after'), 0) AS after_count
    FROM monthly JOIN month_totals USING (crime_type, month)
    GROUP BY crime_type, area_code
),

month_counts AS (
    SELECT crime_type, count(*) AS month_count FROM month_totals GROUP BY crime_type
),

-- Pearson's chi-squared per degree of freedom of a model with one effect per area and one per month.
years AS (
    SELECT
        crime_type,
        sum(before_count)::BIGINT AS before_count,
        sum(after_count)::BIGINT AS after_count,
        greatest(
            1,
            (sum(area_total) * sum(squares / area_total) - sum(area_total))
            / nullif((count(*) - 1) * (any_value(month_count) - 1), 0)
        ) AS phi
    FROM by_area JOIN month_counts USING (crime_type)
    GROUP BY crime_type
),

-- include share_bounds

final AS (
    SELECT
        crime_type,
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
    FROM bounds
)

SELECT * FROM final
ORDER BY after_count DESC, crime_type;
