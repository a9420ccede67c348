-- How far places of each size move where nothing is done: what every change is judged against.
CREATE TABLE placebo_spreads (
    crime_type      VARCHAR,
    area_count      INTEGER,
    placebo_count   INTEGER,
    effective_count DOUBLE,
    centre          DOUBLE,
    drift_variance  DOUBLE,
    dispersion      DOUBLE,
    reach           DOUBLE,
    inference       VARCHAR
);

COMMENT ON TABLE placebo_spreads IS 'How far places of each size move where nothing is done: what every change is judged against. Last twelve months against the twelve before.';
COMMENT ON COLUMN placebo_spreads.crime_type IS 'Crime type, All recorded crime or All demand';
COMMENT ON COLUMN placebo_spreads.area_count IS 'Areas of a place';
COMMENT ON COLUMN placebo_spreads.placebo_count IS 'Placebo places compared, which overlap; 0 where the formula is used';
COMMENT ON COLUMN placebo_spreads.effective_count IS 'How many separate places they count as';
COMMENT ON COLUMN placebo_spreads.centre IS 'Mean log change of the placebo places against the rest of the force';
COMMENT ON COLUMN placebo_spreads.drift_variance IS 'Variance of their log change beyond the dispersion of counts';
COMMENT ON COLUMN placebo_spreads.dispersion IS 'Variance over mean of monthly counts within a year, at least 1';
COMMENT ON COLUMN placebo_spreads.reach IS 'Standard errors either side of a 95% interval';
COMMENT ON COLUMN placebo_spreads.inference IS 'rank, fitted, or formula where fewer than eight separate places fit';
