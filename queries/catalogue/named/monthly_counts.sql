-- Incidents month by month, with the running total of 12 months; incomplete months are shown and said to be so.
-- Parameters:
--   crime_type (text, default All recorded crime): type, All recorded crime or All demand
--   npu (text, default null): code of a unit; every unit if left out
--   area (text, default null): code of an area; every area if left out
--   candidate (text, default null): id of a candidate, as BE-1; every area if left out
-- Columns:
--   month [month]: first day of the month
--   complete [yes or no] "Complete": whether every district's count lies within bounds; other months are no zeros
--   incident_count [incidents] "Incidents": incidents in the month
--   per_day [incidents a day] "A day": the same by the days of the month
--   twelve_months [incidents] "12 months": total of the 12 months up to this one; empty where one of them is not complete
-- Empty: No month has data.
-- Example: impact-areas queries run monthly_counts --crime-type Burglary

WITH months AS (
    SELECT month, bool_and(complete) AS complete FROM month_coverage GROUP BY month
),

-- include chosen_areas
-- include counted_types

counted AS (
    SELECT month, sum(incident_count) AS incident_count
    FROM area_months
    WHERE area_code IN (SELECT area_code FROM chosen) AND crime_type IN (FROM counted_types)
    GROUP BY month
),

laid_out AS (
    SELECT month, complete, coalesce(incident_count, 0)::BIGINT AS incident_count
    FROM months LEFT JOIN counted USING (month)
),

final AS (
    SELECT
        month,
        complete,
        incident_count,
        incident_count / day(last_day(month)) AS per_day,
        CASE WHEN count(*) FILTER (complete) OVER year = 12 THEN (sum(incident_count) OVER year)::BIGINT END AS twelve_months
    FROM laid_out
    WINDOW year AS (ORDER BY month RANGE BETWEEN INTERVAL 11 MONTHS PRECEDING AND CURRENT ROW)
)

SELECT * FROM final
ORDER BY month;
