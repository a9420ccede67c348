-- Purpose: every row left out, under the file's own heading.
-- Reads: settled_incidents, settled_counts, unreadable_rows, headings (source_id, column_name, heading).
-- Writes: rejects.
INSERT INTO rejects BY NAME
WITH left_out AS (
    SELECT source_id, row_number, column_name, reason, details FROM settled_incidents WHERE reason IS NOT NULL
    UNION ALL
    SELECT source_id, row_number, column_name, reason, details FROM settled_counts WHERE reason IS NOT NULL
    UNION ALL
    SELECT *, NULL FROM unreadable_rows
)

SELECT left_out.source_id, row_number, coalesce(heading, column_name) AS column_name, reason, details
FROM left_out
LEFT JOIN headings USING (source_id, column_name)
ORDER BY left_out.source_id, row_number;
