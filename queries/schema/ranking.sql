-- Areas by need. Contributions add up to need_score.
CREATE TABLE ranking (
    area_code                VARCHAR,
    rank                     INTEGER,
    rank_low                 INTEGER,
    rank_high                INTEGER,
    npu_rank                 INTEGER,
    need_score               DOUBLE,
    crime_score              DOUBLE,
    demand_score             DOUBLE,
    deprivation_score        DOUBLE,
    harm_score               DOUBLE,
    crime_contribution       DOUBLE,
    demand_contribution      DOUBLE,
    deprivation_contribution DOUBLE,
    harm_contribution        DOUBLE,
    assessable               BOOLEAN,
    not_assessable_reason    VARCHAR
);

COMMENT ON TABLE ranking IS 'Areas by need. Contributions add up to need_score.';
COMMENT ON COLUMN ranking.area_code IS 'Area';
COMMENT ON COLUMN ranking.rank IS 'Place in the force; 1 is the highest need; null where not assessable';
COMMENT ON COLUMN ranking.rank_low IS 'Lower end of the likely ranks; null until ranks have intervals';
COMMENT ON COLUMN ranking.rank_high IS 'Upper end of the likely ranks; null until ranks have intervals';
COMMENT ON COLUMN ranking.npu_rank IS 'Place in its unit';
COMMENT ON COLUMN ranking.need_score IS 'Weighted mean of the four strands, 0 to 100';
COMMENT ON COLUMN ranking.crime_score IS 'Force percentile of crime, 0 to 100';
COMMENT ON COLUMN ranking.demand_score IS 'Force percentile of demand, 0 to 100';
COMMENT ON COLUMN ranking.deprivation_score IS 'Force percentile of deprivation, 0 to 100';
COMMENT ON COLUMN ranking.harm_score IS 'Force percentile of harm, 0 to 100';
COMMENT ON COLUMN ranking.crime_contribution IS 'Points of need_score that crime adds';
COMMENT ON COLUMN ranking.demand_contribution IS 'Points of need_score that demand adds';
COMMENT ON COLUMN ranking.deprivation_contribution IS 'Points of need_score that deprivation adds';
COMMENT ON COLUMN ranking.harm_contribution IS 'Points of need_score that harm adds';
COMMENT ON COLUMN ranking.assessable IS 'Whether the area can be ranked';
COMMENT ON COLUMN ranking.not_assessable_reason IS 'Why not; empty where it can';
