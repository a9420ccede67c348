-- Purpose: of each file, how many rows cannot be read, and for the commonest fault: column, reason, three different cells.
-- Reads: staged_incidents, staged_counts, unreadable_rows.
WITH faults AS (
    SELECT source_id, fault.column_name, fault.reason, fault_text FROM staged_incidents WHERE fault IS NOT NULL
    UNION ALL
    SELECT source_id, fault.column_name, fault.reason, fault_text FROM staged_counts WHERE fault IS NOT NULL
    UNION ALL
    SELECT source_id, column_name, reason, NULL FROM unreadable_rows WHERE reason <> 'is blank'
),

by_reason AS (
    SELECT
        source_id,
        column_name,
        reason,
        count(*) AS row_count,
        list(DISTINCT fault_text ORDER BY fault_text)[:3] AS texts
    FROM faults
    GROUP BY ALL
),

final AS (
    SELECT *, sum(row_count) OVER (PARTITION BY source_id)::BIGINT AS unreadable
    FROM by_reason
    QUALIFY row_number() OVER (PARTITION BY source_id ORDER BY row_count DESC, reason) = 1
)

SELECT source_id, column_name, reason, texts, unreadable FROM final ORDER BY source_id;
