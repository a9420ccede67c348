-- Months of the last 12 that are complete in both years, each with its pair a year before.
-- Needs complete_months.

last_year AS (
    SELECT month FROM complete_months
    WHERE
        month > (SELECT max(month) FROM complete_months) - INTERVAL 12 MONTHS
        AND month - INTERVAL 12 MONTHS IN (FROM complete_months)
),

compared AS (
    SELECT month, 'after' AS year_name FROM last_year
    UNION ALL
    SELECT month - INTERVAL 12 MONTHS, 'before' FROM last_year
)
