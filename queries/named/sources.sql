-- Every file that was read, and what became of its rows.
-- Columns:
--   file_name: file, relative to the data folder
--   kind: what it was read as
--   edition: edition of a reference file
--   rows_read [rows]: rows in the file; null for files that hold no incidents
--   rows_placed [rows]: placed in an area of the force
--   rows_no_location [rows]: without any place: kept, counted, on no map
--   rows_out_of_force [rows]: outside the force
--   rows_duplicate [rows]: exact copies of a row with the same id, dropped
--   rows_quarantined [rows]: set aside as faulty; 'rejects' gives the reasons
--   sha256: fingerprint of the stored bytes
--   note: what the reader noticed
-- Empty: No file was read.

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
        sha256,
        note,
        source_id
    FROM sources
)

SELECT * EXCLUDE (source_id) FROM final
ORDER BY source_id;
