-- Nearly equal places that could replace a candidate, the unit's other candidates kept.
CREATE TABLE candidate_alternatives (
    candidate_id       VARCHAR,
    alternative_number INTEGER,
    objective_value    DOUBLE,
    cost_share         DOUBLE,
    changed_count      INTEGER,
    area_count         INTEGER,
    population         DOUBLE
);

COMMENT ON TABLE candidate_alternatives IS 'Nearly equal places that could replace a candidate, the unit''s other candidates kept.';
COMMENT ON COLUMN candidate_alternatives.candidate_id IS 'The candidate';
COMMENT ON COLUMN candidate_alternatives.alternative_number IS '1 has the highest value';
COMMENT ON COLUMN candidate_alternatives.objective_value IS 'Value of the alternative, need-score points';
COMMENT ON COLUMN candidate_alternatives.cost_share IS 'Share of the candidate''s value that it would cost, 0 to 1; negative where its value is higher';
COMMENT ON COLUMN candidate_alternatives.changed_count IS 'Areas dropped and added together';
COMMENT ON COLUMN candidate_alternatives.area_count IS 'Small areas';
COMMENT ON COLUMN candidate_alternatives.population IS 'Usual residents, persons';
