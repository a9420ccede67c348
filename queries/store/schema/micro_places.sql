-- Cells of the National Grid, clusters of points, and points that represent a building.
CREATE TABLE micro_places (
    micro_place_id      VARCHAR,
    kind                VARCHAR,
    size_m              DOUBLE,
    within              VARCHAR,
    crime_type          VARCHAR,
    period_start        DATE,
    period_end          DATE,
    easting_m           DOUBLE,
    northing_m          DOUBLE,
    incident_count      BIGINT,
    harm_days           DOUBLE,
    point_count         INTEGER,
    largest_point_share DOUBLE,
    snap_point          BOOLEAN,
    geometry            GEOMETRY('EPSG:27700')
);

COMMENT ON TABLE micro_places IS 'Cells of the National Grid, clusters of points, and points that represent a building.';
COMMENT ON COLUMN micro_places.micro_place_id IS 'Kind, size and place; the same from run to run';
COMMENT ON COLUMN micro_places.kind IS 'hexagon, square, cluster or snap point';
COMMENT ON COLUMN micro_places.size_m IS 'Cells: metres from side to opposite side; clusters: reach in metres';
COMMENT ON COLUMN micro_places.within IS 'Candidate or area that it was looked for in; empty for the force';
COMMENT ON COLUMN micro_places.crime_type IS 'Crime type, or All recorded crime';
COMMENT ON COLUMN micro_places.period_start IS 'First month counted';
COMMENT ON COLUMN micro_places.period_end IS 'Last month counted';
COMMENT ON COLUMN micro_places.easting_m IS 'Centre, metres east, EPSG:27700; of a cluster the weighted mean of its points';
COMMENT ON COLUMN micro_places.northing_m IS 'Centre, metres north, EPSG:27700';
COMMENT ON COLUMN micro_places.incident_count IS 'Incidents';
COMMENT ON COLUMN micro_places.harm_days IS 'Harm, days; null where it was not weighed';
COMMENT ON COLUMN micro_places.point_count IS 'Distinct points, to the metre';
COMMENT ON COLUMN micro_places.largest_point_share IS 'Share of its incidents on its busiest point, 0 to 1';
COMMENT ON COLUMN micro_places.snap_point IS 'Whether a point in it has most of what happens around: a building or an artefact';
COMMENT ON COLUMN micro_places.geometry IS 'Outline, British National Grid, metres; of a cluster the widened hull of its points';
