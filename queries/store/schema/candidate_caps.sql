-- What each unit would give at half and at double the caps on areas and residents.
CREATE TABLE candidate_caps (
    npu_code        VARCHAR,
    cap_factor      DOUBLE,
    max_areas       INTEGER,
    max_residents   DOUBLE,
    candidate_count INTEGER,
    area_count      INTEGER,
    population      DOUBLE,
    objective_value DOUBLE,
    best_bound      DOUBLE
);

COMMENT ON TABLE candidate_caps IS 'What each unit would give at half and at double the caps on areas and residents.';
COMMENT ON COLUMN candidate_caps.npu_code IS 'Unit';
COMMENT ON COLUMN candidate_caps.cap_factor IS 'What the caps are multiplied by; 1 is as configured';
COMMENT ON COLUMN candidate_caps.max_areas IS 'Most small areas in a candidate';
COMMENT ON COLUMN candidate_caps.max_residents IS 'Most usual residents in a candidate, persons';
COMMENT ON COLUMN candidate_caps.candidate_count IS 'Candidates found';
COMMENT ON COLUMN candidate_caps.area_count IS 'Small areas in them together';
COMMENT ON COLUMN candidate_caps.population IS 'Usual residents in them together, persons';
COMMENT ON COLUMN candidate_caps.objective_value IS 'Their value together, need-score points';
COMMENT ON COLUMN candidate_caps.best_bound IS 'No candidates within those caps have a higher value together, need-score points';
