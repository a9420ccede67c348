-- The cheapest swaps of one area of a candidate for one that touches it.
CREATE TABLE candidate_swaps (
    candidate_id VARCHAR,
    swap_number  INTEGER,
    area_out     VARCHAR,
    area_in      VARCHAR,
    cost_points  DOUBLE,
    cost_share   DOUBLE
);

COMMENT ON TABLE candidate_swaps IS 'The cheapest swaps of one area of a candidate for one that touches it.';
COMMENT ON COLUMN candidate_swaps.candidate_id IS 'The candidate';
COMMENT ON COLUMN candidate_swaps.swap_number IS '1 costs least';
COMMENT ON COLUMN candidate_swaps.area_out IS 'Small area dropped';
COMMENT ON COLUMN candidate_swaps.area_in IS 'Small area added';
COMMENT ON COLUMN candidate_swaps.cost_points IS 'What the swap costs, need-score points';
COMMENT ON COLUMN candidate_swaps.cost_share IS 'The cost as a share of the candidate''s value, 0 to 1';
