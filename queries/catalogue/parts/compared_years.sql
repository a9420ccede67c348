-- Months of the last year and of the year before it: those of the last twelve whose month a year earlier is complete, too.

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
