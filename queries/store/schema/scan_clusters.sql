-- Windows in which incidents exceed what is at risk (Kulldorff's scan). Context, never a class.
CREATE TABLE scan_clusters (
    crime_type           VARCHAR,
    period_start         DATE,
    period_end           DATE,
    at_risk_measure      VARCHAR,
    scan_cluster_id      INTEGER,
    window_kind          VARCHAR,
    centre_area_code     VARCHAR,
    area_count           INTEGER,
    incident_count       BIGINT,
    expected_count       DOUBLE,
    relative_risk        DOUBLE,
    log_likelihood_ratio DOUBLE,
    p_value              DOUBLE,
    alternative          VARCHAR,
    inference            VARCHAR,
    dispersion           DOUBLE,
    draws                INTEGER,
    seed                 BIGINT
);

COMMENT ON TABLE scan_clusters IS 'Windows in which incidents exceed what is at risk (Kulldorff''s scan). Context, never a class.';
COMMENT ON COLUMN scan_clusters.crime_type IS 'Crime type, or All recorded crime';
COMMENT ON COLUMN scan_clusters.period_start IS 'First month counted';
COMMENT ON COLUMN scan_clusters.period_end IS 'Last month counted';
COMMENT ON COLUMN scan_clusters.at_risk_measure IS 'What incidents are compared with: population, or areas alike';
COMMENT ON COLUMN scan_clusters.scan_cluster_id IS '1 is the most likely cluster; further ones do not overlap it';
COMMENT ON COLUMN scan_clusters.window_kind IS 'contiguous or circular';
COMMENT ON COLUMN scan_clusters.centre_area_code IS 'Area that the window grew from';
COMMENT ON COLUMN scan_clusters.area_count IS 'Areas in it';
COMMENT ON COLUMN scan_clusters.incident_count IS 'Incidents in it';
COMMENT ON COLUMN scan_clusters.expected_count IS 'Incidents expected in it if risk were equal everywhere';
COMMENT ON COLUMN scan_clusters.relative_risk IS 'Risk inside over risk outside; infinite where all incidents lie inside';
COMMENT ON COLUMN scan_clusters.log_likelihood_ratio IS 'Poisson log-likelihood ratio';
COMMENT ON COLUMN scan_clusters.p_value IS 'Share of simulated surfaces whose highest ratio is at least as high';
COMMENT ON COLUMN scan_clusters.alternative IS 'greater: more incidents than expected';
COMMENT ON COLUMN scan_clusters.inference IS 'How p was found: simulated';
COMMENT ON COLUMN scan_clusters.dispersion IS 'Variance over mean of the simulated counts; 1 is Poisson';
COMMENT ON COLUMN scan_clusters.draws IS 'Simulated surfaces';
COMMENT ON COLUMN scan_clusters.seed IS 'Seed of the simulation';
