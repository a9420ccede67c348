-- How good the candidates of each unit are together, and why there are fewer than wanted.
CREATE TABLE candidate_units (
    npu_code        VARCHAR,
    wanted_count    INTEGER,
    max_residents   DOUBLE,
    candidate_count INTEGER,
    objective       VARCHAR,
    objective_value DOUBLE,
    best_bound      DOUBLE,
    gap             DOUBLE,
    proven          BOOLEAN,
    greedy_value    DOUBLE,
    stopped_by      VARCHAR,
    note            VARCHAR
);

COMMENT ON TABLE candidate_units IS 'How good the candidates of each unit are together, and why there are fewer than wanted.';
COMMENT ON COLUMN candidate_units.npu_code IS 'Unit';
COMMENT ON COLUMN candidate_units.wanted_count IS 'Candidates at most: its share of the force''s need, within the limits';
COMMENT ON COLUMN candidate_units.max_residents IS 'Most usual residents in one candidate of the unit, persons';
COMMENT ON COLUMN candidate_units.candidate_count IS 'Candidates found';
COMMENT ON COLUMN candidate_units.objective IS 'need, harm, crime or demand: what the candidates are to have most of, above the force''s mean';
COMMENT ON COLUMN candidate_units.objective_value IS 'Value of the unit''s candidates together, need-score points';
COMMENT ON COLUMN candidate_units.best_bound IS 'No candidates within the limits have more value together than this, need-score points';
COMMENT ON COLUMN candidate_units.gap IS 'Share of the bound by which they may fall short of it, 0 to 1';
COMMENT ON COLUMN candidate_units.proven IS 'Whether the gap is nil: no better choice exists';
COMMENT ON COLUMN candidate_units.greedy_value IS 'Value of candidates grown greedily, together, need-score points';
COMMENT ON COLUMN candidate_units.stopped_by IS 'nodes, time, interrupted, or empty: what ended the search before it was done';
COMMENT ON COLUMN candidate_units.note IS 'Why there are fewer than wanted, and which limit makes it so; empty where there are not';
