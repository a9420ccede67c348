-- Which areas touch which: the weights behind every local statistic.
CREATE TABLE area_neighbours (
    area_code      VARCHAR,
    neighbour_code VARCHAR,
    weight         DOUBLE,
    method         VARCHAR
);

COMMENT ON TABLE area_neighbours IS 'Which areas touch which: the weights behind every local statistic.';
COMMENT ON COLUMN area_neighbours.area_code IS 'Area';
COMMENT ON COLUMN area_neighbours.neighbour_code IS 'An area that touches it';
COMMENT ON COLUMN area_neighbours.weight IS 'Weight of the pair, before any standardisation';
COMMENT ON COLUMN area_neighbours.method IS 'How neighbours were found';
