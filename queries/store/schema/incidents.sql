-- One row per incident that was kept: placed in an area, or without a location.
CREATE TABLE incidents (
    source_id        INTEGER,
    row_number       BIGINT,
    incident_id      VARCHAR,
    occurred_month   DATE,
    occurred_at      TIMESTAMP,
    crime_type       VARCHAR,
    easting_m        DOUBLE,
    northing_m       DOUBLE,
    stated_area_code VARCHAR,
    area_code        VARCHAR,
    placed_by        VARCHAR,
    location_name    VARCHAR,
    outcome          VARCHAR
);

COMMENT ON TABLE incidents IS 'One row per incident that was kept: placed in an area, or without a location.';
COMMENT ON COLUMN incidents.source_id IS 'File, as in sources';
COMMENT ON COLUMN incidents.row_number IS 'Line in the file';
COMMENT ON COLUMN incidents.incident_id IS 'Identifier given by the force; null is normal for anti-social behaviour';
COMMENT ON COLUMN incidents.occurred_month IS 'First day of the month';
COMMENT ON COLUMN incidents.occurred_at IS 'Date and time, local, where the source gives one';
COMMENT ON COLUMN incidents.crime_type IS 'Type, as in crime_types';
COMMENT ON COLUMN incidents.easting_m IS 'Metres east, EPSG:27700; open data points are snapped, so good to tens of metres at best';
COMMENT ON COLUMN incidents.northing_m IS 'Metres north, EPSG:27700';
COMMENT ON COLUMN incidents.stated_area_code IS 'Area code in the source, cleaned';
COMMENT ON COLUMN incidents.area_code IS 'Area that the incident counts in; null without a location';
COMMENT ON COLUMN incidents.placed_by IS 'stated code, polygon or none';
COMMENT ON COLUMN incidents.location_name IS 'Street or place in the source''s words';
COMMENT ON COLUMN incidents.outcome IS 'Last outcome in the source''s words';
