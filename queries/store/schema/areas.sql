-- The force's small areas, with the units, teams and wards they lie in.
CREATE TABLE areas (
    area_code     VARCHAR,
    area_name     VARCHAR,
    npu_code      VARCHAR,
    team_code     VARCHAR,
    team_name     VARCHAR,
    ward_code     VARCHAR,
    ward_name     VARCHAR,
    place_name    VARCHAR,
    district_code VARCHAR,
    district_name VARCHAR,
    population    DOUBLE,
    workday_population DOUBLE,
    hectares      DOUBLE,
    easting_m     DOUBLE,
    northing_m    DOUBLE,
    geometry      GEOMETRY('EPSG:27700')
);

COMMENT ON TABLE areas IS 'The force''s small areas, with the units, teams and wards they lie in.';
COMMENT ON COLUMN areas.area_code IS 'Official code of the small area';
COMMENT ON COLUMN areas.area_name IS 'Name of the small area';
COMMENT ON COLUMN areas.npu_code IS 'Neighbourhood Policing Unit that the area belongs to';
COMMENT ON COLUMN areas.team_code IS 'Neighbourhood team; the ward where no teams are known';
COMMENT ON COLUMN areas.team_name IS 'Name of the neighbourhood team';
COMMENT ON COLUMN areas.ward_code IS 'Electoral ward; null where no lookup gives one';
COMMENT ON COLUMN areas.ward_name IS 'Name of the ward';
COMMENT ON COLUMN areas.place_name IS 'Settlement or neighbourhood that a lookup gives, as MSOA names; null where none does';
COMMENT ON COLUMN areas.district_code IS 'Local authority district';
COMMENT ON COLUMN areas.district_name IS 'Name of the district';
COMMENT ON COLUMN areas.population IS 'Usual residents, persons; null where not given';
COMMENT ON COLUMN areas.workday_population IS 'People who are there by day, persons; null where not given';
COMMENT ON COLUMN areas.hectares IS 'Land covered by the polygon, hectares';
COMMENT ON COLUMN areas.easting_m IS 'A point inside the area, metres east, EPSG:27700';
COMMENT ON COLUMN areas.northing_m IS 'A point inside the area, metres north, EPSG:27700';
COMMENT ON COLUMN areas.geometry IS 'Outline, British National Grid, metres';
