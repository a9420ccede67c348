-- Pairs of incidents by distance and days apart, against shuffled dates (Knox).
CREATE TABLE near_repeats (
    crime_type          VARCHAR,
    period_start        DATE,
    period_end          DATE,
    distance_from_m     DOUBLE,
    distance_to_m       DOUBLE,
    same_place          BOOLEAN,
    days_from           INTEGER,
    days_to             INTEGER,
    pair_count          BIGINT,
    expected_pair_count DOUBLE,
    knox_ratio          DOUBLE,
    p_value             DOUBLE,
    alternative         VARCHAR,
    draws               INTEGER,
    seed                BIGINT
);

COMMENT ON TABLE near_repeats IS 'Pairs of incidents by distance and days apart, against shuffled dates (Knox).';
COMMENT ON COLUMN near_repeats.crime_type IS 'Crime type, or All recorded crime';
COMMENT ON COLUMN near_repeats.period_start IS 'First month counted';
COMMENT ON COLUMN near_repeats.period_end IS 'Last month counted';
COMMENT ON COLUMN near_repeats.distance_from_m IS 'Band starts here, metres, inclusive';
COMMENT ON COLUMN near_repeats.distance_to_m IS 'Band ends here, metres, exclusive; 0 for the same place';
COMMENT ON COLUMN near_repeats.same_place IS 'Pairs at one point, to the metre; they are in no other band';
COMMENT ON COLUMN near_repeats.days_from IS 'Band starts here, days, inclusive';
COMMENT ON COLUMN near_repeats.days_to IS 'Band ends here, days, exclusive';
COMMENT ON COLUMN near_repeats.pair_count IS 'Pairs of incidents';
COMMENT ON COLUMN near_repeats.expected_pair_count IS 'Mean pairs over the shuffles';
COMMENT ON COLUMN near_repeats.knox_ratio IS 'Pairs over expected pairs; null where none is expected';
COMMENT ON COLUMN near_repeats.p_value IS 'Share of shuffles with at least as many pairs; each band is its own question';
COMMENT ON COLUMN near_repeats.alternative IS 'greater: more pairs than by chance';
COMMENT ON COLUMN near_repeats.draws IS 'Shuffles of the dates';
COMMENT ON COLUMN near_repeats.seed IS 'Seed of the shuffles';
