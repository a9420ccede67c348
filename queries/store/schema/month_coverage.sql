-- Incidents per month and district, and whether the month can be compared.
CREATE TABLE month_coverage (
    month          DATE,
    district_code  VARCHAR,
    incident_count BIGINT,
    expected_count DOUBLE,
    within_bounds  BOOLEAN,
    complete       BOOLEAN
);

COMMENT ON TABLE month_coverage IS 'Incidents per month and district, and whether the month can be compared.';
COMMENT ON COLUMN month_coverage.month IS 'First day of the month';
COMMENT ON COLUMN month_coverage.district_code IS 'District';
COMMENT ON COLUMN month_coverage.incident_count IS 'Incidents of all types in the district and month';
COMMENT ON COLUMN month_coverage.expected_count IS 'The district''s median month';
COMMENT ON COLUMN month_coverage.within_bounds IS 'Whether this district''s month lies within the stated bounds';
COMMENT ON COLUMN month_coverage.complete IS 'Whether the month is complete for the whole force: every district within bounds';
