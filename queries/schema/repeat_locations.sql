-- Points with repeated incidents. On open data a point stands for at least eight addresses.
CREATE TABLE repeat_locations (
    crime_type     VARCHAR,
    period_start   DATE,
    period_end     DATE,
    easting_m      DOUBLE,
    northing_m     DOUBLE,
    incident_count BIGINT,
    harm_days      DOUBLE,
    incident_share DOUBLE,
    month_count    INTEGER,
    first_month    DATE,
    last_month     DATE,
    snap_point     BOOLEAN
);

COMMENT ON TABLE repeat_locations IS 'Points with repeated incidents. On open data a point stands for at least eight addresses.';
COMMENT ON COLUMN repeat_locations.crime_type IS 'Crime type, or All recorded crime';
COMMENT ON COLUMN repeat_locations.period_start IS 'First month counted';
COMMENT ON COLUMN repeat_locations.period_end IS 'Last month counted';
COMMENT ON COLUMN repeat_locations.easting_m IS 'Metres east, EPSG:27700, to the metre';
COMMENT ON COLUMN repeat_locations.northing_m IS 'Metres north, EPSG:27700, to the metre';
COMMENT ON COLUMN repeat_locations.incident_count IS 'Incidents';
COMMENT ON COLUMN repeat_locations.harm_days IS 'Harm, days; null where it was not weighed';
COMMENT ON COLUMN repeat_locations.incident_share IS 'Share of all located incidents, 0 to 1';
COMMENT ON COLUMN repeat_locations.month_count IS 'Months with an incident';
COMMENT ON COLUMN repeat_locations.first_month IS 'First month with an incident';
COMMENT ON COLUMN repeat_locations.last_month IS 'Last month with an incident';
COMMENT ON COLUMN repeat_locations.snap_point IS 'Whether the point holds most of what happens around: a building or an artefact';
