-- Neighbourhood Policing Units, or what is used in place of them.
CREATE TABLE npus (
    npu_code   VARCHAR,
    npu_name   VARCHAR,
    area_count INTEGER,
    population DOUBLE,
    geometry   GEOMETRY('EPSG:27700')
);

COMMENT ON TABLE npus IS 'Neighbourhood Policing Units, or what is used in place of them.';
COMMENT ON COLUMN npus.npu_code IS 'Code of the unit, as in the configuration';
COMMENT ON COLUMN npus.npu_name IS 'Name of the unit';
COMMENT ON COLUMN npus.area_count IS 'Small areas in the unit';
COMMENT ON COLUMN npus.population IS 'Usual residents, persons';
COMMENT ON COLUMN npus.geometry IS 'Outline, the union of its areas, metres';
