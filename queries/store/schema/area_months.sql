-- Incidents per area, month and type; combinations without any are left out, and are zero only in complete months.
CREATE TABLE area_months (
    area_code      VARCHAR,
    month          DATE,
    crime_type     VARCHAR,
    incident_count BIGINT
);

COMMENT ON TABLE area_months IS 'Incidents per area, month and type; combinations without any are left out, and are zero only in complete months.';
COMMENT ON COLUMN area_months.area_code IS 'Area';
COMMENT ON COLUMN area_months.month IS 'First day of the month';
COMMENT ON COLUMN area_months.crime_type IS 'Type, as in crime_types';
COMMENT ON COLUMN area_months.incident_count IS 'Incidents';
