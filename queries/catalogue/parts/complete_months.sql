-- Months that every district's data cover: the only ones that count.

complete_months AS (
    SELECT month FROM month_coverage GROUP BY month HAVING bool_and(complete)
)
