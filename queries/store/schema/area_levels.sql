-- Level: recorded crime of each area against what its people, its similar areas and its force lead to expect.
CREATE TABLE area_levels (
    area_code      VARCHAR,
    observed_count DOUBLE,
    expected_count DOUBLE,
    expected_low   DOUBLE,
    expected_high  DOUBLE,
    times_expected DOUBLE,
    p_value        DOUBLE,
    alternative    VARCHAR,
    p_selected     DOUBLE,
    draws          INTEGER,
    level_class    VARCHAR
);

COMMENT ON TABLE area_levels IS 'Level: recorded crime of each area against what its people, its similar areas and its force lead to expect.';
COMMENT ON COLUMN area_levels.area_code IS 'Area';
COMMENT ON COLUMN area_levels.observed_count IS 'Recorded crime over the period, records';
COMMENT ON COLUMN area_levels.expected_count IS 'Records expected from residents (and workday residents where known), similar areas and the force';
COMMENT ON COLUMN area_levels.expected_low IS '90% of areas with this expectation have at least so many records';
COMMENT ON COLUMN area_levels.expected_high IS '90% of areas with this expectation have at most so many records';
COMMENT ON COLUMN area_levels.times_expected IS 'Observed over expected';
COMMENT ON COLUMN area_levels.p_value IS 'How often such an area has at least as many; for one area that was not picked';
COMMENT ON COLUMN area_levels.alternative IS 'greater: only areas above what is expected are asked about';
COMMENT ON COLUMN area_levels.p_selected IS 'How often the most unusual area of the force is at least as far above: allows for having been picked as the highest';
COMMENT ON COLUMN area_levels.draws IS 'Surfaces drawn';
COMMENT ON COLUMN area_levels.level_class IS 'above (p_selected at most 0.05), as expected, or cannot be assessed';
