-- Each area against the mean of its similar areas, with an interval.
CREATE TABLE similar_comparison (
    area_code       VARCHAR,
    measure         VARCHAR,
    value           DOUBLE,
    similar_mean    DOUBLE,
    difference      DOUBLE,
    difference_low  DOUBLE,
    difference_high DOUBLE,
    stands_above    BOOLEAN,
    above_count     INTEGER,
    similar_count   INTEGER
);

COMMENT ON TABLE similar_comparison IS 'Each area against the mean of its similar areas, with an interval.';
COMMENT ON COLUMN similar_comparison.area_code IS 'Area';
COMMENT ON COLUMN similar_comparison.measure IS 'crime (records), demand (weighted records) or harm (days)';
COMMENT ON COLUMN similar_comparison.value IS 'The areas own, over the period; divided as the need index is';
COMMENT ON COLUMN similar_comparison.similar_mean IS 'Mean of its similar areas';
COMMENT ON COLUMN similar_comparison.difference IS 'Its own less that mean';
COMMENT ON COLUMN similar_comparison.difference_low IS 'Lower end of the 95% interval; dispersion allowed for';
COMMENT ON COLUMN similar_comparison.difference_high IS 'Upper end of the 95% interval';
COMMENT ON COLUMN similar_comparison.stands_above IS 'The interval lies above nought; not corrected for the number of areas';
COMMENT ON COLUMN similar_comparison.above_count IS 'Similar areas that it exceeds';
COMMENT ON COLUMN similar_comparison.similar_count IS 'Similar areas that it is compared with';
