-- Every file that was read, and what became of its rows.
-- Columns:
--   file_name "File": file, relative to the data folder
--   kind: what it was read as
--   edition: edition of a reference file
--   rows_read [rows] "Read": rows in the file; empty for files that have no incidents
--   rows_placed [rows] "Placed": placed in an area of the force
--   rows_no_location [rows] "No location": without any place: kept, counted, on no map
--   rows_out_of_force [rows] "Outside": outside the force
--   rows_duplicate [rows] "Copies": exact copies of a row with the same id, dropped
--   rows_quarantined [rows] "Faulty": set aside as faulty; 'rejects' gives the reasons
--   rows_replaced [rows] "Replaced": a crime that appears again with a later month or outcome; the latest is kept
--   note: what the reader noticed
-- Empty: No file was read.
-- Example: impact-areas queries run sources

WITH final AS (
    SELECT
        file_name,
        kind,
        edition,
        rows_read,
        rows_placed,
        rows_no_location,
        rows_out_of_force,
        rows_duplicate,
        rows_quarantined,
        rows_replaced,
        note,
        source_id
    FROM sources
)

SELECT * EXCLUDE (source_id) FROM final
ORDER BY source_id;
