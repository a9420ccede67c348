-- Every row left out, by source and line, with the reason; never the row itself.
CREATE TABLE rejects (
    source_id   INTEGER,
    row_number  BIGINT,
    column_name VARCHAR,
    reason      VARCHAR,
    details     VARCHAR
);

COMMENT ON TABLE rejects IS 'Every row left out, by source and line, with the reason; never the row itself.';
COMMENT ON COLUMN rejects.source_id IS 'File, as in sources';
COMMENT ON COLUMN rejects.row_number IS 'Line in the file; the header is line 1';
COMMENT ON COLUMN rejects.column_name IS 'Column at fault; null where it is the whole row';
COMMENT ON COLUMN rejects.reason IS 'Why the row was left out, in the same words for every such row';
COMMENT ON COLUMN rejects.details IS 'What belongs to this row alone, such as the line that it is a copy of; null where there is nothing to add';
