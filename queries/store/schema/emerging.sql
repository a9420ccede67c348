-- Class of each area by its run of hot and cold steps. On ranks, intensifying means against the rest of the force.
CREATE TABLE emerging (
    area_code       VARCHAR,
    measure         VARCHAR,
    crime_type      VARCHAR,
    period_start    DATE,
    period_end      DATE,
    step            VARCHAR,
    emerging_class  VARCHAR,
    step_count      INTEGER,
    hot_step_count  INTEGER,
    cold_step_count INTEGER,
    final_step      DATE,
    last_hot_step   DATE,
    trend_tau       DOUBLE,
    trend_z         DOUBLE,
    trend_p_value   DOUBLE
);

COMMENT ON TABLE emerging IS 'Class of each area by its run of hot and cold steps. On ranks, intensifying means against the rest of the force.';
COMMENT ON COLUMN emerging.area_code IS 'Area';
COMMENT ON COLUMN emerging.measure IS 'Values that the statistic ran on, as in hotspots';
COMMENT ON COLUMN emerging.crime_type IS 'Crime type, or All recorded crime';
COMMENT ON COLUMN emerging.period_start IS 'First month counted';
COMMENT ON COLUMN emerging.period_end IS 'Last month counted';
COMMENT ON COLUMN emerging.step IS 'month or quarter: the length of a step';
COMMENT ON COLUMN emerging.emerging_class IS 'One of 17 classes, or cannot be assessed';
COMMENT ON COLUMN emerging.step_count IS 'Steps in which the area could be assessed; gaps are not counted';
COMMENT ON COLUMN emerging.hot_step_count IS 'Steps in which it was hot, corrected for the number of areas';
COMMENT ON COLUMN emerging.cold_step_count IS 'Steps in which it was cold, corrected for the number of areas';
COMMENT ON COLUMN emerging.final_step IS 'First day of the last step in which it could be assessed';
COMMENT ON COLUMN emerging.last_hot_step IS 'First day of the last step in which it was hot; null where never. A place hot until then, for under 90% of steps, is none of the 17 classes';
COMMENT ON COLUMN emerging.trend_tau IS 'Kendall''s tau-b of its z scores over time, -1 to 1; null where they are constant';
COMMENT ON COLUMN emerging.trend_z IS 'Mann-Kendall score, corrected for ties; above 0 where z rises';
COMMENT ON COLUMN emerging.trend_p_value IS 'Two-sided p-value of the trend; not corrected for the number of areas';
