-- What became of every incident row read, by month: read is the sum of the six outcomes.
-- Columns:
--   occurred_month [month] "Month": first day of the month; empty where it could not be read
--   rows_read [rows] "Read": rows read
--   rows_placed [rows] "Placed": placed in an area of the force
--   rows_no_location [rows] "No location": without any place
--   rows_out_of_force [rows] "Outside": outside the force
--   rows_duplicate [rows] "Copies": exact copies, dropped
--   rows_quarantined [rows] "Faulty": set aside as faulty
--   rows_replaced [rows] "Replaced": a crime that appears again with a later month or outcome; the latest is kept
-- Empty: No incident was read.
-- Example: impact-areas queries run row_accounts

WITH final AS (
    SELECT
        occurred_month,
        sum(row_count)::BIGINT AS rows_read,
        coalesce(sum(row_count) FILTER (outcome = 'placed'), 0)::BIGINT AS rows_placed,
        coalesce(sum(row_count) FILTER (outcome = 'no location'), 0)::BIGINT AS rows_no_location,
        coalesce(sum(row_count) FILTER (outcome = 'out of force'), 0)::BIGINT AS rows_out_of_force,
        coalesce(sum(row_count) FILTER (outcome = 'exact duplicate'), 0)::BIGINT AS rows_duplicate,
        coalesce(sum(row_count) FILTER (outcome = 'quarantined'), 0)::BIGINT AS rows_quarantined,
        coalesce(sum(row_count) FILTER (outcome = 'replaced'), 0)::BIGINT AS rows_replaced
    FROM row_accounts
    GROUP BY occurred_month
)

SELECT * FROM final
ORDER BY occurred_month NULLS LAST;
