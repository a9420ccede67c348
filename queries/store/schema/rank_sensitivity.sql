-- Which choice moves ranks most: one choice changed at a time, the others as made.
CREATE TABLE rank_sensitivity (
    choice             VARCHAR,
    alternative        VARCHAR,
    mean_rank_change   DOUBLE,
    top_5_percent_kept DOUBLE,
    in_interval        BOOLEAN,
    draws              INTEGER,
    seed               BIGINT
);

COMMENT ON TABLE rank_sensitivity IS 'Which choice moves ranks most: one choice changed at a time, the others as made.';
COMMENT ON COLUMN rank_sensitivity.choice IS 'data, weights, normalisation, aggregation, window, counts or rates, deprivation, harm weights or police-generated crime';
COMMENT ON COLUMN rank_sensitivity.alternative IS 'What was put in place of the choice made';
COMMENT ON COLUMN rank_sensitivity.mean_rank_change IS 'Places that an area moves on average, up or down';
COMMENT ON COLUMN rank_sensitivity.top_5_percent_kept IS 'Share of the top 5% of the force that stays in it, 0 to 1';
COMMENT ON COLUMN rank_sensitivity.in_interval IS 'Whether the likely ranks vary this choice; the others ask another question';
COMMENT ON COLUMN rank_sensitivity.draws IS 'Draws behind the intervals of ranks, for each of data, choices and both';
COMMENT ON COLUMN rank_sensitivity.seed IS 'Seed of those draws';
