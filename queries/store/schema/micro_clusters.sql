-- Clusters of distinct points inside candidates, and points that represent a building. Small ones are left out.
CREATE TABLE micro_clusters (
    micro_place_id      VARCHAR,
    kind                VARCHAR,
    size_m              DOUBLE,
    within              VARCHAR,
    weighted_by         VARCHAR,
    crime_type          VARCHAR,
    period_start        DATE,
    period_end          DATE,
    easting_m           DOUBLE,
    northing_m          DOUBLE,
    radius_m            DOUBLE,
    incident_count      BIGINT,
    harm_days           DOUBLE,
    point_count         INTEGER,
    largest_point_share DOUBLE,
    snap_point          BOOLEAN,
    geometry            GEOMETRY('EPSG:27700')
);

COMMENT ON TABLE micro_clusters IS 'Clusters of distinct points inside candidates, and points that represent a building. Small ones are left out.';
COMMENT ON COLUMN micro_clusters.micro_place_id IS 'Kind, size and place; the same from run to run';
COMMENT ON COLUMN micro_clusters.kind IS 'cluster, or snap point: one that has most of what happens around it, shown alone';
COMMENT ON COLUMN micro_clusters.size_m IS 'Reach: points within so many metres of each other are near';
COMMENT ON COLUMN micro_clusters.within IS 'Candidate that it lies in';
COMMENT ON COLUMN micro_clusters.weighted_by IS 'What a point weighs: incident_count or harm_days; the two lists are side by side';
COMMENT ON COLUMN micro_clusters.crime_type IS 'Crime type, or All recorded crime';
COMMENT ON COLUMN micro_clusters.period_start IS 'First month counted';
COMMENT ON COLUMN micro_clusters.period_end IS 'Last month counted';
COMMENT ON COLUMN micro_clusters.easting_m IS 'Centre, metres east, EPSG:27700: the mean of its points, weighted';
COMMENT ON COLUMN micro_clusters.northing_m IS 'Centre, metres north, EPSG:27700';
COMMENT ON COLUMN micro_clusters.radius_m IS 'Radius in metres of a circle as large as its outline; far above 150 m it is a district rather than a place';
COMMENT ON COLUMN micro_clusters.incident_count IS 'Incidents';
COMMENT ON COLUMN micro_clusters.harm_days IS 'Harm, days; null where it was not weighed';
COMMENT ON COLUMN micro_clusters.point_count IS 'Distinct points, to the metre';
COMMENT ON COLUMN micro_clusters.largest_point_share IS 'Share of its incidents on its busiest point, 0 to 1';
COMMENT ON COLUMN micro_clusters.snap_point IS 'Whether a point in it has most of what happens around: a building or an artefact';
COMMENT ON COLUMN micro_clusters.geometry IS 'Hull of its points, widened by half the reach, British National Grid, metres';
