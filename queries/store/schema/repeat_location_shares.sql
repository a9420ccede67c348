-- How much happens where it happened before; no point is named, and small numbers are left out.
CREATE TABLE repeat_location_shares (
    npu_code              VARCHAR,
    area_code             VARCHAR,
    crime_type            VARCHAR,
    period_start          DATE,
    period_end            DATE,
    location_count        INTEGER,
    incident_count        BIGINT,
    repeat_location_count INTEGER,
    incident_share_2      DOUBLE,
    incident_share_3      DOUBLE,
    incident_share_5      DOUBLE,
    snap_point_share      DOUBLE,
    points_snapped        BOOLEAN
);

COMMENT ON TABLE repeat_location_shares IS 'How much happens where it happened before; no point is named, and small numbers are left out.';
COMMENT ON COLUMN repeat_location_shares.npu_code IS 'Unit; empty for the whole force';
COMMENT ON COLUMN repeat_location_shares.area_code IS 'Area; empty for a whole unit or force';
COMMENT ON COLUMN repeat_location_shares.crime_type IS 'Crime type, or All recorded crime; areas have only the latter';
COMMENT ON COLUMN repeat_location_shares.period_start IS 'First month counted';
COMMENT ON COLUMN repeat_location_shares.period_end IS 'Last month counted';
COMMENT ON COLUMN repeat_location_shares.location_count IS 'Points with an incident, to the metre; at least 5';
COMMENT ON COLUMN repeat_location_shares.incident_count IS 'Incidents with a point; at least 10';
COMMENT ON COLUMN repeat_location_shares.repeat_location_count IS 'Points with two incidents or more';
COMMENT ON COLUMN repeat_location_shares.incident_share_2 IS 'Share of incidents on points with two or more, 0 to 1';
COMMENT ON COLUMN repeat_location_shares.incident_share_3 IS 'Share of incidents on points with three or more, 0 to 1';
COMMENT ON COLUMN repeat_location_shares.incident_share_5 IS 'Share of incidents on points with five or more, 0 to 1';
COMMENT ON COLUMN repeat_location_shares.snap_point_share IS 'Share of incidents on points that represent a building or are an artefact, 0 to 1';
COMMENT ON COLUMN repeat_location_shares.points_snapped IS 'Whether points come from a list that incidents are moved to: then a repeat is a street''s and no victim''s';
