-- The build that made this generation.
CREATE TABLE runs (
    generation      VARCHAR,
    built_at        TIMESTAMP,
    force_name      VARCHAR,
    period_start    DATE,
    period_end      DATE,
    complete_months INTEGER,
    seed            BIGINT,
    draws           INTEGER,
    parameters      JSON,
    versions        JSON
);

COMMENT ON TABLE runs IS 'The build that made this generation.';
COMMENT ON COLUMN runs.generation IS 'Name of the generation';
COMMENT ON COLUMN runs.built_at IS 'When it was built, UTC';
COMMENT ON COLUMN runs.force_name IS 'Force';
COMMENT ON COLUMN runs.period_start IS 'First complete month';
COMMENT ON COLUMN runs.period_end IS 'Last complete month';
COMMENT ON COLUMN runs.complete_months IS 'Complete months counted';
COMMENT ON COLUMN runs.seed IS 'Seed of the simulated p-values';
COMMENT ON COLUMN runs.draws IS 'Draws of the simulated p-values';
COMMENT ON COLUMN runs.parameters IS 'The configuration, as it was understood';
COMMENT ON COLUMN runs.versions IS 'Versions of Python and the packages that decide the result';
