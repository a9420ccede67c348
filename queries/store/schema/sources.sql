-- Every file read, with its fingerprint and what became of its rows.
CREATE TABLE sources (
    source_id         INTEGER,
    kind              VARCHAR,
    file_name         VARCHAR,
    sha256            VARCHAR,
    size_bytes        BIGINT,
    rows_read         BIGINT,
    rows_placed       BIGINT,
    rows_no_location  BIGINT,
    rows_out_of_force BIGINT,
    rows_duplicate    BIGINT,
    rows_quarantined  BIGINT,
    rows_replaced     BIGINT,
    edition           VARCHAR,
    note              VARCHAR
);

COMMENT ON TABLE sources IS 'Every file read, with its fingerprint and what became of its rows.';
COMMENT ON COLUMN sources.source_id IS 'Number of the file within this build';
COMMENT ON COLUMN sources.kind IS 'What the file was read as';
COMMENT ON COLUMN sources.file_name IS 'Name, relative to the data folder; a member of an archive follows ''!''';
COMMENT ON COLUMN sources.sha256 IS 'SHA-256 of the stored bytes';
COMMENT ON COLUMN sources.size_bytes IS 'Size of the stored bytes';
COMMENT ON COLUMN sources.rows_read IS 'Rows in the file; null for files that have no incidents';
COMMENT ON COLUMN sources.rows_placed IS 'Rows placed in an area of the force';
COMMENT ON COLUMN sources.rows_no_location IS 'Rows that state no place at all: kept, counted, on no map';
COMMENT ON COLUMN sources.rows_out_of_force IS 'Rows outside the force';
COMMENT ON COLUMN sources.rows_duplicate IS 'Rows dropped as exact copies of a row with the same id';
COMMENT ON COLUMN sources.rows_quarantined IS 'Rows that could not be read; the reasons are in rejects';
COMMENT ON COLUMN sources.rows_replaced IS 'Rows of a crime that is on a later row too, with another month or outcome: the latest is kept';
COMMENT ON COLUMN sources.edition IS 'Edition of a reference file';
COMMENT ON COLUMN sources.note IS 'What the reader noticed';
