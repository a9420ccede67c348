-- Purpose: files in which day and month seem exchanged wherever the day is at most 12, as spreadsheets do it. Days above
-- 12 cannot be exchanged and show the true months; rows outside those that would fall into them exchanged are counted.
-- Reads: staged_incidents (rows with a time).
WITH timed AS (
    SELECT source_id, date_trunc('month', occurred_at)::DATE AS month, day(occurred_at) AS day, occurred_at
    FROM staged_incidents
    WHERE occurred_at IS NOT NULL
),

true_months AS (
    SELECT source_id, month FROM timed WHERE day > 12 GROUP BY ALL
),

suspect AS (
    SELECT source_id, month, make_date(year(occurred_at), day, 1) AS exchanged_month
    FROM timed
    WHERE day <= 12
),

final AS (
    SELECT
        suspect.source_id,
        count(*) FILTER (stated.month IS NULL AND exchanged.month IS NOT NULL) AS exchanged_count,
        count(DISTINCT suspect.month) FILTER (stated.month IS NULL AND exchanged.month IS NOT NULL) AS month_count
    FROM suspect
    LEFT JOIN true_months AS stated ON suspect.source_id = stated.source_id AND suspect.month = stated.month
    LEFT JOIN true_months AS exchanged
        ON suspect.source_id = exchanged.source_id AND suspect.exchanged_month = exchanged.month
    GROUP BY suspect.source_id
)

FROM final WHERE exchanged_count > 0 ORDER BY source_id;
