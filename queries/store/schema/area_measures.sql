-- The four strands per area over the complete months, as counts and as rates.
CREATE TABLE area_measures (
    area_code               VARCHAR,
    crime_count             BIGINT,
    demand_count            DOUBLE,
    harm_days               DOUBLE,
    deprivation_score       DOUBLE,
    crime_rate_per_1000     DOUBLE,
    demand_rate_per_1000    DOUBLE,
    harm_days_per_1000      DOUBLE,
    crime_rate_eb_per_1000  DOUBLE,
    demand_rate_eb_per_1000 DOUBLE,
    imd_decile              DOUBLE,
    small_population        BOOLEAN,
    assessable              BOOLEAN,
    not_assessable_reason   VARCHAR
);

COMMENT ON TABLE area_measures IS 'The four strands per area over the complete months, as counts and as rates.';
COMMENT ON COLUMN area_measures.area_code IS 'Area';
COMMENT ON COLUMN area_measures.crime_count IS 'Recorded crimes, anti-social behaviour not among them';
COMMENT ON COLUMN area_measures.demand_count IS 'Anti-social behaviour and graded calls, weighted';
COMMENT ON COLUMN area_measures.harm_days IS 'Harm in days of imprisonment, without police-generated types';
COMMENT ON COLUMN area_measures.deprivation_score IS 'Index of Multiple Deprivation without its crime domain; higher is more deprived';
COMMENT ON COLUMN area_measures.crime_rate_per_1000 IS 'Recorded crimes per 1,000 residents over the period';
COMMENT ON COLUMN area_measures.demand_rate_per_1000 IS 'Demand per 1,000 residents over the period';
COMMENT ON COLUMN area_measures.harm_days_per_1000 IS 'Harm days per 1,000 residents over the period';
COMMENT ON COLUMN area_measures.crime_rate_eb_per_1000 IS 'Crime rate drawn towards the force''s by empirical Bayes, the more the fewer residents';
COMMENT ON COLUMN area_measures.demand_rate_eb_per_1000 IS 'Demand rate, drawn likewise';
COMMENT ON COLUMN area_measures.imd_decile IS 'Decile in England; 1 is the most deprived tenth';
COMMENT ON COLUMN area_measures.small_population IS 'Too few residents for a rate to mean much';
COMMENT ON COLUMN area_measures.assessable IS 'Whether the area can be ranked';
COMMENT ON COLUMN area_measures.not_assessable_reason IS 'Why not; empty where it can';
