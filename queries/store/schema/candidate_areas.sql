-- Which areas make up each candidate.
CREATE TABLE candidate_areas (
    candidate_id VARCHAR,
    area_code    VARCHAR
);

COMMENT ON TABLE candidate_areas IS 'Which areas make up each candidate.';
COMMENT ON COLUMN candidate_areas.candidate_id IS 'Candidate';
COMMENT ON COLUMN candidate_areas.area_code IS 'Area';
