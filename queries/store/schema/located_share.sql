-- Incidents with and without a location, by month and crime type.
CREATE TABLE located_share (
    month           DATE,
    crime_type      VARCHAR,
    located_count   BIGINT,
    unlocated_count BIGINT,
    located_share   DOUBLE
);

COMMENT ON TABLE located_share IS 'Incidents with and without a location, by month and crime type.';
COMMENT ON COLUMN located_share.month IS 'First day of the month';
COMMENT ON COLUMN located_share.crime_type IS 'Crime type';
COMMENT ON COLUMN located_share.located_count IS 'Incidents placed in an area of the force';
COMMENT ON COLUMN located_share.unlocated_count IS 'Incidents that state no location: counted for the force, in no area';
COMMENT ON COLUMN located_share.located_share IS 'Located over all, 0 to 1; areas of two periods are compared only where it did not move';
