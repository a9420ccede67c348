-- Every step of a problem, oldest first; only ever added to.
CREATE OR REPLACE TEMP TABLE problem_events (
    event_number INTEGER,
    happened_at  TIMESTAMP,
    problem_id   VARCHAR,
    stage        VARCHAR,
    noted_by     VARCHAR,
    note         VARCHAR,
    tried        VARCHAR,
    worked       VARCHAR,
    generation   VARCHAR
);

COMMENT ON TABLE problem_events IS 'Every step of a problem, oldest first; only ever added to. From the register.';
COMMENT ON COLUMN problem_events.event_number IS 'Line of the register';
COMMENT ON COLUMN problem_events.happened_at IS 'When it was noted, UTC';
COMMENT ON COLUMN problem_events.problem_id IS 'Problem';
COMMENT ON COLUMN problem_events.stage IS 'Stage that it came to, or stayed in';
COMMENT ON COLUMN problem_events.noted_by IS 'Person who noted it';
COMMENT ON COLUMN problem_events.note IS 'What was found or done';
COMMENT ON COLUMN problem_events.tried IS 'What was tried, if anything';
COMMENT ON COLUMN problem_events.worked IS 'yes, partly, no or not known; empty before the sign-off';
COMMENT ON COLUMN problem_events.generation IS 'Generation that was current at that time';
