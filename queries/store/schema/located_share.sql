-- Incidents with and without a location, by month, crime type and district.
CREATE TABLE located_share (
    month           DATE,
    crime_type      VARCHAR,
    district_code   VARCHAR,
    located_count   BIGINT,
    unlocated_count BIGINT,
    located_share   DOUBLE
);

COMMENT ON TABLE located_share IS 'Incidents with and without a location, by month, crime type and district; sum over districts for the force.';
COMMENT ON COLUMN located_share.month IS 'First day of the month';
COMMENT ON COLUMN located_share.crime_type IS 'Crime type';
COMMENT ON COLUMN located_share.district_code IS 'District; empty for incidents whose source names none';
COMMENT ON COLUMN located_share.located_count IS 'Incidents placed in an area of the district';
COMMENT ON COLUMN located_share.unlocated_count IS 'Incidents without a location: counted for the force, in no area';
COMMENT ON COLUMN located_share.located_share IS 'Located over all of the district, 0 to 1; empty where an incident of that month and type names no district';
