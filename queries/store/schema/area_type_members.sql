-- Which type each area is of.
CREATE TABLE area_type_members (
    area_code   VARCHAR,
    type_number INTEGER,
    stability   DOUBLE
);

COMMENT ON TABLE area_type_members IS 'Which type each area is of.';
COMMENT ON COLUMN area_type_members.area_code IS 'Area';
COMMENT ON COLUMN area_type_members.type_number IS 'Type, as in area_types';
COMMENT ON COLUMN area_type_members.stability IS 'Share of bootstrap refits that give it the same type, 0 to 1';
