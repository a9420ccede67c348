-- The areas of each alternative to a candidate.
CREATE TABLE candidate_alternative_areas (
    candidate_id       VARCHAR,
    alternative_number INTEGER,
    area_code          VARCHAR,
    in_candidate       BOOLEAN
);

COMMENT ON TABLE candidate_alternative_areas IS 'The areas of each alternative to a candidate.';
COMMENT ON COLUMN candidate_alternative_areas.candidate_id IS 'The candidate';
COMMENT ON COLUMN candidate_alternative_areas.alternative_number IS 'The alternative';
COMMENT ON COLUMN candidate_alternative_areas.area_code IS 'Small area';
COMMENT ON COLUMN candidate_alternative_areas.in_candidate IS 'Whether the candidate has it too';
