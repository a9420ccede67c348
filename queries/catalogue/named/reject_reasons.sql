-- How many rows were left out, by file and reason, and where the first of them is.
-- Columns:
--   file_name "File": file, relative to the data folder
--   column_name "Column": column at fault; empty where it is the whole row
--   reason: why the rows were left out
--   row_count [rows] "Rows": rows left out for it
--   first_row_number [line] "First line": line of the first of them
-- Empty: No row of any file was left out.
-- Example: impact-areas queries run reject_reasons

WITH final AS (
    SELECT
        coalesce(file_name, 'source ' || source_id) AS file_name,
        column_name,
        reason,
        count(*) AS row_count,
        min(row_number) AS first_row_number
    FROM rejects LEFT JOIN sources USING (source_id)
    GROUP BY ALL
)

SELECT * FROM final
ORDER BY row_count DESC, file_name, reason, column_name;
