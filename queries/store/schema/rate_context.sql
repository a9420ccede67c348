-- What residents say beside the hotspots: context, never a class, because risk per resident is never equal everywhere.
CREATE TABLE rate_context (
    area_code               VARCHAR,
    crime_type              VARCHAR,
    period_start            DATE,
    period_end              DATE,
    incident_count          BIGINT,
    population              DOUBLE,
    eb_standardised_rate    DOUBLE,
    neighbourhood_count     BIGINT,
    expected_count          DOUBLE,
    risk_ratio              DOUBLE,
    constant_risk_p_value   DOUBLE,
    alternative             VARCHAR,
    dispersion              DOUBLE
);

COMMENT ON TABLE rate_context IS 'What residents say beside the hotspots: context, never a class, because risk per resident is never equal everywhere.';
COMMENT ON COLUMN rate_context.area_code IS 'Area';
COMMENT ON COLUMN rate_context.crime_type IS 'Crime type, or All recorded crime';
COMMENT ON COLUMN rate_context.period_start IS 'First month counted';
COMMENT ON COLUMN rate_context.period_end IS 'Last month counted';
COMMENT ON COLUMN rate_context.incident_count IS 'Incidents in the area itself; null where its counts cannot be trusted';
COMMENT ON COLUMN rate_context.population IS 'Usual residents; null where unknown';
COMMENT ON COLUMN rate_context.eb_standardised_rate IS 'Rate per resident less the force''s, over the spread that its number of residents leads one to expect; 0 is the force''s rate';
COMMENT ON COLUMN rate_context.neighbourhood_count IS 'Incidents in the area and those that touch it';
COMMENT ON COLUMN rate_context.expected_count IS 'The same if every resident of the force bore the same risk';
COMMENT ON COLUMN rate_context.risk_ratio IS 'neighbourhood_count over expected_count';
COMMENT ON COLUMN rate_context.constant_risk_p_value IS 'How often a negative binomial of that expectation would do as much; not corrected for the number of areas';
COMMENT ON COLUMN rate_context.alternative IS 'two-sided by doubling the smaller tail';
COMMENT ON COLUMN rate_context.dispersion IS 'Variance over mean of area-month counts, at least 1';
