-- The last twelve months against the twelve before, on the calendar months that are complete in both years.
CREATE TABLE period_changes (
    npu_code         VARCHAR,
    crime_type       VARCHAR,
    before_start     DATE,
    before_end       DATE,
    after_start      DATE,
    after_end        DATE,
    month_count      INTEGER,
    before_count     BIGINT,
    after_count      BIGINT,
    before_per_month DOUBLE,
    after_per_month  DOUBLE,
    change_ratio     DOUBLE,
    change_low       DOUBLE,
    change_high      DOUBLE,
    against_force    DOUBLE,
    against_low      DOUBLE,
    against_high     DOUBLE,
    p_value          DOUBLE,
    alternative      VARCHAR,
    dispersion       DOUBLE,
    change_class     VARCHAR
);

COMMENT ON TABLE period_changes IS 'The last twelve months against the twelve before, on the calendar months that are complete in both years.';
COMMENT ON COLUMN period_changes.npu_code IS 'Unit; empty for the whole force';
COMMENT ON COLUMN period_changes.crime_type IS 'Crime type, or All recorded crime';
COMMENT ON COLUMN period_changes.before_start IS 'First month counted of the earlier year';
COMMENT ON COLUMN period_changes.before_end IS 'Last month counted of the earlier year';
COMMENT ON COLUMN period_changes.after_start IS 'First month counted of the later year';
COMMENT ON COLUMN period_changes.after_end IS 'Last month counted of the later year';
COMMENT ON COLUMN period_changes.month_count IS 'Calendar months complete in both years, of 12; under 6 nothing is shown';
COMMENT ON COLUMN period_changes.before_count IS 'Incidents in those months of the earlier year';
COMMENT ON COLUMN period_changes.after_count IS 'Incidents in those months of the later year';
COMMENT ON COLUMN period_changes.before_per_month IS 'Incidents per month, earlier year';
COMMENT ON COLUMN period_changes.after_per_month IS 'Incidents per month, later year';
COMMENT ON COLUMN period_changes.change_ratio IS 'Later over earlier; null where there was none before';
COMMENT ON COLUMN period_changes.change_low IS 'Lower end of its 95% interval from the dispersion of counts alone: a lower bound of the width, not the verdict';
COMMENT ON COLUMN period_changes.change_high IS 'Upper end; infinite where there was none before';
COMMENT ON COLUMN period_changes.against_force IS 'Its ratio over that of the rest of the force; null for the force itself';
COMMENT ON COLUMN period_changes.against_low IS 'Lower end of the 95% interval of against_force, from placebo places';
COMMENT ON COLUMN period_changes.against_high IS 'Upper end';
COMMENT ON COLUMN period_changes.p_value IS 'That the place moved no further than placebo places of its size; not corrected for the number of units and types';
COMMENT ON COLUMN period_changes.alternative IS 'two-sided';
COMMENT ON COLUMN period_changes.dispersion IS 'Variance over mean within a year: the larger of area-months and unit-months, at least 1';
COMMENT ON COLUMN period_changes.change_class IS 'rose against the force, fell against the force, moved with the force, the force itself, no incidents, or not comparable (the share of incidents with a location moved)';
