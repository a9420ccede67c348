-- The last 12 months against the 12 before, type by type, judged by placebo places: places of its size where nothing was done.
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
--   against_force [times] "Against the rest": its ratio over that of the rest of the force
--   against_low [times] "Low": lower end of its interval, from placebo places of its size where nothing was done
--   against_high [times] "High": upper end of its interval
--   change_low [times] "Counts alone, low": lower end of the ratio's interval from the dispersion of counts alone: a lower bound
--   change_high [times] "Counts alone, high": upper end; infinite where there was none before
--   dispersion [times] "Dispersion": how much wider than Poisson the months of one area vary for this type, at least 1
--   change_class "Change": rose against the force, fell against the force, or moved with the force; or not comparable, where the share of incidents with a location moved (the whole force then counts all incidents); empty where it cannot be judged
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

-- Types of which the share with a location moved: in a district of the unit, or in the force.
moved AS (
    SELECT
        crime_type,
        arg_max(words, (district_code IS NOT NULL, abs(without_after - without_before))) AS words,
        any_value(before_total) FILTER (district_code IS NULL AND $npu IS NULL) AS force_before,
        any_value(after_total) FILTER (district_code IS NULL AND $npu IS NULL) AS force_after
    FROM located_share_moves
    WHERE
        NOT comparable
        AND (
            district_code IS NULL
            OR district_code IN (SELECT district_code FROM areas WHERE $npu IS NOT NULL AND npu_code = $npu)
        )
    GROUP BY crime_type
),

month_counts AS (
    SELECT crime_type, count(*) AS month_count FROM month_totals GROUP BY crime_type
),

-- Pearson's chi-squared per degree of freedom of a model with one effect per area and one per month.
years AS (
    SELECT
        crime_type,
        coalesce(any_value(force_before), sum(before_count))::BIGINT AS before_count,
        coalesce(any_value(force_after), sum(after_count))::BIGINT AS after_count,
        if($npu IS NULL, NULL, any_value(words)) AS words,
        greatest(
            1,
            (sum(area_total) * sum(squares / area_total) - sum(area_total))
            / nullif((count(*) - 1) * (any_value(month_count) - 1), 0)
        ) AS phi
    FROM by_area
    JOIN month_counts USING (crime_type)
    LEFT JOIN moved USING (crime_type)
    GROUP BY crime_type
),

dispersed AS (FROM years),

-- include wilson_bounds

-- The rest of the force, for a unit; the whole force has nothing to be compared with.
force AS (
    SELECT
        crime_type,
        sum(incident_count) FILTER (year_name = 'before') AS all_before,
        sum(incident_count) FILTER (year_name = 'after') AS all_after
    FROM area_months
    JOIN compared USING (month)
    JOIN areas USING (area_code)
    WHERE $npu IS NOT NULL
    GROUP BY crime_type
),

measured AS (
    SELECT
        crime_type,
        before_count,
        after_count,
        all_before,
        all_after,
        (SELECT count(*) FROM areas WHERE npu_code = $npu) AS area_count,
        $z AS z
    FROM years JOIN force USING (crime_type)
),

-- include judged_changes

joined AS (
    FROM bounds LEFT JOIN judged USING (crime_type)
),

-- include classed_changes

final AS (
    SELECT
        crime_type,
        (SELECT count(*) FROM last_year) AS months_compared,
        before_count,
        after_count,
        change_ratio,
        against_force,
        against_low,
        against_high,
        change_low,
        change_high,
        phi AS dispersion,
        change_class
    FROM classed
)

SELECT * FROM final
ORDER BY after_count DESC, crime_type;
