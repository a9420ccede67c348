-- Where each area is likely to rank next year, back-tested; not an interval of this year's rank.
CREATE TABLE next_ranks (
    area_code              VARCHAR,
    rank_low_next          INTEGER,
    rank_high_next         INTEGER,
    probability_top_5_next DOUBLE,
    draws                  INTEGER
);

COMMENT ON TABLE next_ranks IS 'Where each area is likely to rank next year, back-tested; not an interval of this year''s rank.';
COMMENT ON COLUMN next_ranks.area_code IS 'Area';
COMMENT ON COLUMN next_ranks.rank_low_next IS 'Best likely rank of the next twelve months; 90% lie from here to rank_high_next, choices as made';
COMMENT ON COLUMN next_ranks.rank_high_next IS 'Worst likely rank of the next twelve months';
COMMENT ON COLUMN next_ranks.probability_top_5_next IS 'Probability of being in the top 5% of the force in the next twelve months, 0 to 1';
COMMENT ON COLUMN next_ranks.draws IS 'Years drawn';
