-- Which months of the year run high: incidents a day against the year around them, over the complete months.
-- Parameters:
--   crime_type (text, default All recorded crime): type, All recorded crime or All demand
--   npu (text, default null): code of a unit; every unit if left out
-- Columns:
--   calendar_month [month of the year] "Month number": 1 is January
--   month_name "Month": its name
--   year_count [years] "Years": years that it was measured in
--   mean_per_day [incidents a day] "A day": mean over those years
--   season_ratio [times] "Times the year": mean of the month over the 12 months centred on it; empty without a whole year around it
--   lowest_ratio [times] "Lowest": lowest of those years
--   highest_ratio [times] "Highest": highest of those years
-- Empty: No complete month has data.
-- Example: impact-areas queries run seasonality --crime-type Burglary

WITH
-- include complete_months
-- include counted_types

counted AS (
    SELECT month, sum(incident_count) AS incident_count
    FROM area_months JOIN areas USING (area_code)
    WHERE crime_type IN (FROM counted_types) AND ($npu IS NULL OR npu_code = $npu)
    GROUP BY month
),

daily AS (
    SELECT month, coalesce(incident_count, 0) / day(last_day(month)) AS per_day
    FROM complete_months LEFT JOIN counted USING (month)
),

-- Thirteen months centred on this one, the two ends, which are the same calendar month, counting half.
around AS (
    SELECT
        month,
        per_day,
        CASE
            WHEN count(*) OVER year = 13
                THEN (sum(per_day) OVER year - (first_value(per_day) OVER year + last_value(per_day) OVER year) / 2) / 12
        END AS year_per_day
    FROM daily
    WINDOW year AS (ORDER BY month RANGE BETWEEN INTERVAL 6 MONTHS PRECEDING AND INTERVAL 6 MONTHS FOLLOWING)
),

final AS (
    SELECT
        month(month) AS calendar_month,
        [
            'January', 'February', 'March', 'April', 'May', 'June',
            'July', 'August', 'September', 'October', 'November', 'December'
        ][month(month)] AS month_name,
        count(*) AS year_count,
        avg(per_day) AS mean_per_day,
        avg(per_day / nullif(year_per_day, 0)) AS season_ratio,
        min(per_day / nullif(year_per_day, 0)) AS lowest_ratio,
        max(per_day / nullif(year_per_day, 0)) AS highest_ratio
    FROM around
    GROUP BY ALL
)

SELECT * FROM final
ORDER BY calendar_month;
