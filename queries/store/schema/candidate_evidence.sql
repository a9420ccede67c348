-- The evidence for each candidate and the reasons for caution, one row a statement.
CREATE TABLE candidate_evidence (
    candidate_id VARCHAR,
    place        INTEGER,
    section      VARCHAR,
    item         VARCHAR,
    value        DOUBLE,
    low          DOUBLE,
    high         DOUBLE,
    unit         VARCHAR,
    words        VARCHAR
);

COMMENT ON TABLE candidate_evidence IS 'The evidence for each candidate and the reasons for caution, one row a statement.';
COMMENT ON COLUMN candidate_evidence.candidate_id IS 'Candidate';
COMMENT ON COLUMN candidate_evidence.place IS 'Order of the statements';
COMMENT ON COLUMN candidate_evidence.section IS 'numbers, level, without action, success, difference, caution (reasons for caution; `against` in stores built before December 2026), checked (no reason for caution found), people or source';
COMMENT ON COLUMN candidate_evidence.item IS 'What is stated';
COMMENT ON COLUMN candidate_evidence.value IS 'Number, in the unit beside it; null where there is none';
COMMENT ON COLUMN candidate_evidence.low IS 'Lower end of its interval';
COMMENT ON COLUMN candidate_evidence.high IS 'Upper end of its interval';
COMMENT ON COLUMN candidate_evidence.unit IS 'Unit of the number';
COMMENT ON COLUMN candidate_evidence.words IS 'The statement in plain words';
