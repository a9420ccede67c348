-- Which areas make up each candidate.
CREATE TABLE candidate_areas (
    candidate_id  VARCHAR,
    area_code     VARCHAR,
    connects_only BOOLEAN
);

COMMENT ON TABLE candidate_areas IS 'Which areas make up each candidate.';
COMMENT ON COLUMN candidate_areas.candidate_id IS 'Candidate';
COMMENT ON COLUMN candidate_areas.area_code IS 'Area';
COMMENT ON COLUMN candidate_areas.connects_only IS 'True where the area does not reach the floor of need, and is in the candidate because it would fall apart without it';
