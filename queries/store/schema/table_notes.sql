-- Why a table is empty or lacks something, and what was chosen without being asked.
CREATE TABLE table_notes (
    table_name VARCHAR,
    note       VARCHAR
);

COMMENT ON TABLE table_notes IS 'Why a table is empty or lacks something, and what was chosen without being asked.';
COMMENT ON COLUMN table_notes.table_name IS 'Table';
COMMENT ON COLUMN table_notes.note IS 'What a reader should know, in plain words';
