-- Purpose: what became of every row, by file, month and type.
-- Reads: settled_incidents, settled_counts, unreadable_rows. Writes: row_accounts.
INSERT INTO row_accounts BY NAME
WITH settled AS (
    SELECT source_id, occurred_month, crime_type, settled_as FROM settled_incidents
    UNION ALL
    SELECT source_id, occurred_month, crime_type, settled_as FROM settled_counts
    UNION ALL
    SELECT source_id, NULL, NULL, 'quarantined' FROM unreadable_rows
)

SELECT source_id, occurred_month, crime_type, settled_as AS outcome, count(*) AS row_count
FROM settled
GROUP BY ALL
ORDER BY ALL;
