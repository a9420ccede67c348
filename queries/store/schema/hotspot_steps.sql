-- Hot and cold areas step by step, the whole force in each step; the summary is in emerging.
CREATE TABLE hotspot_steps (
    area_code     VARCHAR,
    measure       VARCHAR,
    crime_type    VARCHAR,
    step          VARCHAR,
    step_start    DATE,
    step_end      DATE,
    gi_star_z     DOUBLE,
    hotspot_class VARCHAR
);

COMMENT ON TABLE hotspot_steps IS 'Hot and cold areas step by step, the whole force in each step; the summary is in emerging.';
COMMENT ON COLUMN hotspot_steps.area_code IS 'Area; one whose counts cannot be trusted has no row';
COMMENT ON COLUMN hotspot_steps.measure IS 'Values that the statistic ran on, as in hotspots';
COMMENT ON COLUMN hotspot_steps.crime_type IS 'Crime type, or All recorded crime';
COMMENT ON COLUMN hotspot_steps.step IS 'month or quarter: the length of a step';
COMMENT ON COLUMN hotspot_steps.step_start IS 'First month of the step; a quarter that lacks a complete month is left out';
COMMENT ON COLUMN hotspot_steps.step_end IS 'Last month of the step';
COMMENT ON COLUMN hotspot_steps.gi_star_z IS 'Getis-Ord Gi* as a z score, on ranks in at most 256 levels; null where it cannot be assessed';
COMMENT ON COLUMN hotspot_steps.hotspot_class IS 'Class in this step alone, corrected for the number of areas';
