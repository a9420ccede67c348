-- Why areas of high need lie in no candidate.
CREATE TABLE candidate_left_out (
    npu_code         VARCHAR,
    area_code        VARCHAR,
    reason_kind      VARCHAR,
    beside_candidate VARCHAR,
    swap_area_out    VARCHAR,
    swap_cost_share  DOUBLE,
    own_place_areas  DOUBLE,
    own_place_value  DOUBLE,
    least_value      DOUBLE
);

COMMENT ON TABLE candidate_left_out IS 'Why an area lies in no candidate though some area in one has less need.';
COMMENT ON COLUMN candidate_left_out.npu_code IS 'Its unit';
COMMENT ON COLUMN candidate_left_out.area_code IS 'The area';
COMMENT ON COLUMN candidate_left_out.reason_kind IS 'others worth more (than the best place around it), place full, edge costs more (than it would add), too few teams, low around it, or found late';
COMMENT ON COLUMN candidate_left_out.beside_candidate IS 'The candidate that it could enter most cheaply; empty where it touches none that can take it';
COMMENT ON COLUMN candidate_left_out.swap_area_out IS 'The area that would go for it; empty where none can';
COMMENT ON COLUMN candidate_left_out.swap_cost_share IS 'Share of that candidate''s value that the swap would cost; 1 is all of it';
COMMENT ON COLUMN candidate_left_out.own_place_areas IS 'Small areas in the best place found around it with what is free; null where none has a value above 0';
COMMENT ON COLUMN candidate_left_out.own_place_value IS 'Value of that place, need-score points';
COMMENT ON COLUMN candidate_left_out.least_value IS 'Value of the last candidate of its unit, need-score points';
