-- Purpose: rows that share an id and are different crimes; all of them are kept.
-- Reads: repeated_ids.
SELECT incident_id, source_id, row_number
FROM repeated_ids
WHERE copy_number = 1 AND NOT is_replaced
QUALIFY count(*) OVER (PARTITION BY identity) > 1
ORDER BY incident_id, source_id, row_number;
