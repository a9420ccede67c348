-- Every row left out, by file and line, with the reason; never the row itself.
-- Parameters:
--   limit (integer, default null): rows at most; all if left out
-- Columns:
--   file_name "File": file, relative to the data folder
--   row_number [line] "Line": line in the file; the header is line 1
--   column_name "Column": column at fault; empty where it is the whole row
--   reason: why the row was left out, in the same words for every such row
--   details: what belongs to this row alone, such as the line that it is a copy of
-- Empty: No row of any file was left out.
-- Example: impact-areas queries run rejects --limit 20

WITH final AS (
    SELECT
        coalesce(file_name, 'source ' || source_id) AS file_name,
        row_number,
        column_name,
        reason,
        details
    FROM rejects LEFT JOIN sources USING (source_id)
)

SELECT * FROM final
ORDER BY file_name, row_number, column_name
LIMIT $limit;
