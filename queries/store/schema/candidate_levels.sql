-- Level: recorded crime of each candidate against what its people, similar areas and force lead to expect.
CREATE TABLE candidate_levels (
    candidate_id    VARCHAR,
    observed_count  DOUBLE,
    expected_count  DOUBLE,
    expected_low    DOUBLE,
    expected_high   DOUBLE,
    times_expected  DOUBLE,
    p_value         DOUBLE,
    alternative     VARCHAR,
    p_selected      DOUBLE,
    p_selected_need DOUBLE,
    draws           INTEGER,
    level_class     VARCHAR
);

COMMENT ON TABLE candidate_levels IS 'Level: recorded crime of each candidate against what its people, similar areas and force lead to expect.';
COMMENT ON COLUMN candidate_levels.candidate_id IS 'Candidate';
COMMENT ON COLUMN candidate_levels.observed_count IS 'Recorded crime of its areas over the period, records';
COMMENT ON COLUMN candidate_levels.expected_count IS 'Records expected from residents (and workday residents where known), similar areas and the force';
COMMENT ON COLUMN candidate_levels.expected_low IS '90% of places with this expectation have at least so many records';
COMMENT ON COLUMN candidate_levels.expected_high IS '90% of places with this expectation have at most so many records';
COMMENT ON COLUMN candidate_levels.times_expected IS 'Observed over expected';
COMMENT ON COLUMN candidate_levels.p_value IS 'How often areas with these expectations are together as far above, by the sum of their normal scores; for a place that was not searched for';
COMMENT ON COLUMN candidate_levels.alternative IS 'greater: only places above what is expected are asked about';
COMMENT ON COLUMN candidate_levels.p_selected IS 'How often the same kind of search finds a place as far above on a surface drawn from what is expected: allows for the search';
COMMENT ON COLUMN candidate_levels.p_selected_need IS 'How often it finds a place of at least as much need there';
COMMENT ON COLUMN candidate_levels.draws IS 'Surfaces drawn';
COMMENT ON COLUMN candidate_levels.level_class IS 'above (p_selected at most 0.05), as expected, or cannot be assessed';
