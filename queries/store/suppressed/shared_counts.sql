-- Incidents per area and type over the complete months, as far as they may be shown.
CREATE TABLE shared_counts (
    area_code      VARCHAR,
    crime_type     VARCHAR,
    incident_count BIGINT,
    suppressed     BOOLEAN
);

COMMENT ON TABLE shared_counts IS 'Incidents per area and type over the complete months, as far as they may be shown.';
COMMENT ON COLUMN shared_counts.area_code IS 'Area';
COMMENT ON COLUMN shared_counts.crime_type IS 'Crime type, or All recorded crime';
COMMENT ON COLUMN shared_counts.incident_count IS 'Incidents, rounded to 5; null where suppressed';
COMMENT ON COLUMN shared_counts.suppressed IS 'Whether the count is not shown: a small one, zero among them, or one from which a small one could be worked out';
