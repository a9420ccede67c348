-- Local statistics per area, surface and period. A hotspot is a statistic, not a designation.
CREATE TABLE hotspots (
    area_code     VARCHAR,
    measure       VARCHAR,
    crime_type    VARCHAR,
    period_start  DATE,
    period_end    DATE,
    gi_star_z     DOUBLE,
    p_value       DOUBLE,
    p_value_total DOUBLE,
    alternative   VARCHAR,
    q_value       DOUBLE,
    inference     VARCHAR,
    local_moran_i DOUBLE,
    quadrant      VARCHAR,
    hotspot_class VARCHAR,
    assessable    BOOLEAN,
    uncorrected_class VARCHAR,
    holds_on      VARCHAR,
    rank_levels   INTEGER
);

COMMENT ON TABLE hotspots IS 'Local statistics per area, surface and period. A hotspot is a statistic, not a designation.';
COMMENT ON COLUMN hotspots.area_code IS 'Area';
COMMENT ON COLUMN hotspots.measure IS 'Values that the statistic ran on: *_rank is doubled mid-ranks over the force; count and log_count as they are, all recorded crime only';
COMMENT ON COLUMN hotspots.crime_type IS 'Crime type, or All recorded crime';
COMMENT ON COLUMN hotspots.period_start IS 'First month of the period';
COMMENT ON COLUMN hotspots.period_end IS 'Last month of the period';
COMMENT ON COLUMN hotspots.gi_star_z IS 'Getis-Ord Gi* as a z score; the sign gives hot or cold';
COMMENT ON COLUMN hotspots.p_value IS 'Conditional permutation p-value, in the stated alternative';
COMMENT ON COLUMN hotspots.p_value_total IS 'Tail of a draw of the neighbours and the area itself; null where simulated';
COMMENT ON COLUMN hotspots.alternative IS 'two-sided by doubling the smaller tail, unless stated';
COMMENT ON COLUMN hotspots.q_value IS 'p_value after Benjamini-Hochberg over one surface of the whole force';
COMMENT ON COLUMN hotspots.inference IS 'How p was found: exact (ranks, whole counts), bracketed (an upper bound; logarithms) or simulated';
COMMENT ON COLUMN hotspots.local_moran_i IS 'Local Moran''s I';
COMMENT ON COLUMN hotspots.quadrant IS 'high-high, low-low, high-low or low-high; empty where not assessable';
COMMENT ON COLUMN hotspots.hotspot_class IS 'Class after correction for the number of areas; undecided where the bounds of a bracketed p fall in two classes';
COMMENT ON COLUMN hotspots.assessable IS 'Whether the statistic means anything here';
COMMENT ON COLUMN hotspots.uncorrected_class IS 'Class that p_value alone would give, as if one question had been asked; for comparison only';
COMMENT ON COLUMN hotspots.holds_on IS 'holds on all, or on some, of count_rank, count, log_count and eb_rate_rank; empty where on none, or where only one was tried';
COMMENT ON COLUMN hotspots.rank_levels IS 'Levels that ranks were coarsened to above 4,096 areas; 0 where values are in full';
