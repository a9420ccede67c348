-- Why a table is empty or lacks something, and what was chosen without being asked.
-- Columns:
--   table_name "Table": table
--   note "Note": what a reader should know
-- Empty: Nothing needs saying.
-- Example: impact-areas queries run table_notes

WITH final AS (
    SELECT table_name, note FROM table_notes
)

SELECT * FROM final
ORDER BY table_name, note;
