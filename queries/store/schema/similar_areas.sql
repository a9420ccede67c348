-- For each area the areas most like it by chosen covariates, wherever in the force they lie.
CREATE TABLE similar_areas (
    area_code    VARCHAR,
    similar_code VARCHAR,
    place        INTEGER,
    distance     DOUBLE
);

COMMENT ON TABLE similar_areas IS 'For each area the areas most like it by chosen covariates, wherever in the force they lie.';
COMMENT ON COLUMN similar_areas.area_code IS 'Area';
COMMENT ON COLUMN similar_areas.similar_code IS 'Area that is like it';
COMMENT ON COLUMN similar_areas.place IS '1 is the most alike';
COMMENT ON COLUMN similar_areas.distance IS 'How far apart the two are on the covariates, in standard deviations of the force';
