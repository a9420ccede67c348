-- Purpose: months of a file whose crimes are on it twice, row for row. Copies of rows with an id are dropped; of rows without
-- one nobody can tell which are copies, so these would count twice.
-- Reads: staged_incidents, repeated_ids. Returns: file, month, copies, rows with an id, and rows without.
WITH copied AS (
    SELECT source_id, occurred_month, count(*) AS copies
    FROM repeated_ids JOIN staged_incidents USING (source_id, row_number)
    WHERE copy_number > 1 AND first_source_id = source_id
    GROUP BY ALL
),

counted AS (
    SELECT
        source_id,
        occurred_month,
        count(staged_incidents.incident_id) AS identified,
        count(*) FILTER (coalesce(record_id, staged_incidents.incident_id) IS NULL) AS without_id
    FROM staged_incidents
    WHERE fault IS NULL AND source_id IN (SELECT source_id FROM copied)
    GROUP BY ALL
),

final AS (
    SELECT source_id, occurred_month, copies, identified, without_id
    FROM copied JOIN counted USING (source_id, occurred_month)
    WHERE without_id > 0
)

FROM final ORDER BY ALL;
