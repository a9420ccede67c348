-- Whether the last twelve months compare with the twelve before: how far the share of incidents with a location moved.
CREATE TABLE located_share_moves (
    crime_type     VARCHAR,
    district_code  VARCHAR,
    before_start   DATE,
    before_end     DATE,
    after_start    DATE,
    after_end      DATE,
    before_located BIGINT,
    before_total   BIGINT,
    after_located  BIGINT,
    after_total    BIGINT,
    without_before DOUBLE,
    without_after  DOUBLE,
    tolerance      DOUBLE,
    comparable     BOOLEAN,
    words          VARCHAR
);

COMMENT ON TABLE located_share_moves IS 'Whether the last twelve months compare with the twelve before: how far the share of incidents with a location moved.';
COMMENT ON COLUMN located_share_moves.crime_type IS 'Crime type, All recorded crime or All demand';
COMMENT ON COLUMN located_share_moves.district_code IS 'District whose share is known; empty for the whole force';
COMMENT ON COLUMN located_share_moves.before_start IS 'First month counted of the earlier year';
COMMENT ON COLUMN located_share_moves.before_end IS 'Last month counted of the earlier year';
COMMENT ON COLUMN located_share_moves.after_start IS 'First month counted of the later year';
COMMENT ON COLUMN located_share_moves.after_end IS 'Last month counted of the later year';
COMMENT ON COLUMN located_share_moves.before_located IS 'Incidents with a location, earlier year';
COMMENT ON COLUMN located_share_moves.before_total IS 'All incidents, earlier year';
COMMENT ON COLUMN located_share_moves.after_located IS 'Incidents with a location, later year';
COMMENT ON COLUMN located_share_moves.after_total IS 'All incidents, later year';
COMMENT ON COLUMN located_share_moves.without_before IS 'Share without a location, earlier year, 0 to 1';
COMMENT ON COLUMN located_share_moves.without_after IS 'Share without a location, later year, 0 to 1';
COMMENT ON COLUMN located_share_moves.tolerance IS 'How far the share may move: its binomial interval and the least move of [located_share], 0 to 1';
COMMENT ON COLUMN located_share_moves.comparable IS 'Whether areas compare: the share moved by no more than the tolerance';
COMMENT ON COLUMN located_share_moves.words IS 'Why not, as every comparison prints it; empty where it compares';
