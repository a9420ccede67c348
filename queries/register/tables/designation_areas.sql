-- Which areas each designation is made of: in the codes of this generation, beside those decided on.
CREATE OR REPLACE TEMP TABLE designation_areas (
    designation_id VARCHAR,
    area_code      VARCHAR,
    recorded_code  VARCHAR,
    recorded_name  VARCHAR,
    change_code    VARCHAR,
    in_generation  BOOLEAN
);

COMMENT ON TABLE designation_areas IS 'Which areas each designation is made of: in the codes of this generation, beside those decided on. From the register.';
COMMENT ON COLUMN designation_areas.designation_id IS 'Designation';
COMMENT ON COLUMN designation_areas.area_code IS 'Area in this generation; the recorded code where it is not in it';
COMMENT ON COLUMN designation_areas.recorded_code IS 'Code that was decided on';
COMMENT ON COLUMN designation_areas.recorded_name IS 'Name of that area when it was decided on';
COMMENT ON COLUMN designation_areas.change_code IS 'S split, M merged, X anything more complicated; empty where the code is still valid';
COMMENT ON COLUMN designation_areas.in_generation IS 'Whether this generation knows the area';
