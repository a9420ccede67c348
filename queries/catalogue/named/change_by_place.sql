-- The last 12 months against the 12 before, place by place, judged by placebo places: places of its size where nothing was done.
-- Only months complete in both years count. Many places compared at once bring false alarms, and places picked because
-- they were high fall anyway.
-- Parameters:
--   level (text, one of npu | district | ward | team | area, default npu): kind of place
--   crime_type (text, default All recorded crime): type, All recorded crime or All demand
--   npu (text, default null): code of a unit; every unit if left out. The dispersion is always that of the whole force
--   z (number, from 0.5 to 5, default 1.96): standard errors either side: 1.96 covers 95%, 2.58 covers 99%
-- Columns:
--   place_code "Code": unit, district, ward, team or area; an area in no ward or team is listed under its own code
--   place_name "Place": its name
--   months_compared [months] "Months": months in each of the two years
--   before_count [incidents] "Before": incidents in the year before
--   after_count [incidents] "After": incidents in the last year
--   change_ratio [times] "Ratio": after over before; empty where there was none before
--   against_force [times] "Against the rest": its ratio over that of the rest of the force
--   against_low [times] "Low": lower end of its interval, from placebo places of its size where nothing was done
--   against_high [times] "High": upper end of its interval
--   change_low [times] "Counts alone, low": lower end of the ratio's interval from the dispersion of counts alone: a lower bound
--   change_high [times] "Counts alone, high": upper end; infinite where there was none before
--   dispersion [times] "Dispersion": how much wider than Poisson the months of one kind of place vary, at least 1
--   change_class "Change": rose against the force, fell against the force, or moved with the force; or not comparable, where the share of incidents with a location moved; empty where it cannot be judged
-- Empty: There are no two years with complete months to compare.
-- Example: impact-areas queries run change_by_place --level ward --crime-type Burglary

WITH
-- include complete_months

-- include compared_years

-- include placed

-- include not_comparable

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
        coalesce(sum(incident_count) FILTER (year_name = 'after'), 0)::BIGINT AS after_count
    FROM monthly
    GROUP BY place_code
),

dispersed AS (FROM years CROSS JOIN dispersion),

-- include wilson_bounds

sizes AS (
    SELECT place_code, count(*) AS area_count FROM placed GROUP BY place_code
),

force AS (SELECT sum(before_count) AS all_before, sum(after_count) AS all_after FROM years),

measured AS (
    SELECT place_code, $crime_type AS crime_type, before_count, after_count, all_before, all_after, area_count, $z AS z
    FROM years CROSS JOIN force JOIN sizes USING (place_code)
),

-- include judged_changes

joined AS (
    FROM bounds
    JOIN chosen USING (place_code)
    LEFT JOIN judged USING (place_code)
    LEFT JOIN not_comparable USING (place_code)
),

-- include classed_changes

final AS (
    SELECT
        place_code,
        place_name,
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
ORDER BY coalesce(change_class, '') NOT IN ('rose against the force', 'fell against the force'), change_ratio DESC NULLS LAST, place_code;
