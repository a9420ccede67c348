-- What became of every incident row read, by month: read is the sum of the five outcomes.
-- Columns:
--   occurred_month [month]: first day of the month; null where it could not be read
--   rows_read [rows]: rows read
--   rows_placed [rows]: placed in an area of the force
--   rows_no_location [rows]: without any place
--   rows_out_of_force [rows]: outside the force
--   rows_duplicate [rows]: exact copies, dropped
--   rows_quarantined [rows]: set aside as faulty
-- Empty: No incident was read.

WITH final AS (
    SELECT
        occurred_month,
        sum(row_count)::BIGINT AS rows_read,
        coalesce(sum(row_count) FILTER (outcome = 'placed'), 0)::BIGINT AS rows_placed,
        coalesce(sum(row_count) FILTER (outcome = 'no location'), 0)::BIGINT AS rows_no_location,
        coalesce(sum(row_count) FILTER (outcome = 'out of force'), 0)::BIGINT AS rows_out_of_force,
        coalesce(sum(row_count) FILTER (outcome = 'exact duplicate'), 0)::BIGINT AS rows_duplicate,
        coalesce(sum(row_count) FILTER (outcome = 'quarantined'), 0)::BIGINT AS rows_quarantined
    FROM row_accounts
    GROUP BY occurred_month
)

SELECT * FROM final
ORDER BY occurred_month NULLS LAST;
