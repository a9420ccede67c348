-- The areas of each cluster of the scan.
CREATE TABLE scan_cluster_areas (
    crime_type      VARCHAR,
    period_start    DATE,
    period_end      DATE,
    scan_cluster_id INTEGER,
    area_code       VARCHAR
);

COMMENT ON TABLE scan_cluster_areas IS 'The areas of each cluster of the scan.';
COMMENT ON COLUMN scan_cluster_areas.crime_type IS 'Crime type, or All recorded crime';
COMMENT ON COLUMN scan_cluster_areas.period_start IS 'First month counted';
COMMENT ON COLUMN scan_cluster_areas.period_end IS 'Last month counted';
COMMENT ON COLUMN scan_cluster_areas.scan_cluster_id IS 'Cluster, as in scan_clusters';
COMMENT ON COLUMN scan_cluster_areas.area_code IS 'Area';
