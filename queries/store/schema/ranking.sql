-- Areas by need. Contributions add up to need_score.
CREATE TABLE ranking (
    area_code                VARCHAR,
    rank                     INTEGER,
    rank_low                 INTEGER,
    rank_high                INTEGER,
    rank_low_data            INTEGER,
    rank_high_data           INTEGER,
    rank_low_choices         INTEGER,
    rank_high_choices        INTEGER,
    probability_top_5_percent DOUBLE,
    probability_top_20       DOUBLE,
    robust_core              BOOLEAN,
    rank_without_police_generated INTEGER,
    police_generated_share   DOUBLE,
    feedback_flag            BOOLEAN,
    harm_beside              DOUBLE,
    rank_with_harm_beside    INTEGER,
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
COMMENT ON COLUMN ranking.rank_low IS 'Best of the likely ranks: 90% lie from rank_low to rank_high, over chance variation in the counts and over choices together';
COMMENT ON COLUMN ranking.rank_high IS 'Worst of the likely ranks, over both together';
COMMENT ON COLUMN ranking.rank_low_data IS 'Best likely rank with chance variation in the counts alone, choices as made; 90%';
COMMENT ON COLUMN ranking.rank_high_data IS 'Worst likely rank with chance variation in the counts alone';
COMMENT ON COLUMN ranking.rank_low_choices IS 'Best likely rank with other weights, normalisation, aggregation and window, counts as they are; 90%';
COMMENT ON COLUMN ranking.rank_high_choices IS 'Worst likely rank with other choices alone';
COMMENT ON COLUMN ranking.probability_top_5_percent IS 'Share of draws of both together in which it is in the top 5% of the force, 0 to 1';
COMMENT ON COLUMN ranking.probability_top_20 IS 'Share of draws of both together in which it is among the top 20 of the force, 0 to 1';
COMMENT ON COLUMN ranking.robust_core IS 'In the top 5% in at least 95% of the draws of both together';
COMMENT ON COLUMN ranking.rank_without_police_generated IS 'Place in the force without police-generated crime types';
COMMENT ON COLUMN ranking.police_generated_share IS 'Share of its recorded crime that is police-generated, 0 to 1; null without any crime';
COMMENT ON COLUMN ranking.feedback_flag IS 'Falls by at least 5% of the areas without police-generated crime, or has at least three times the force''s share of it';
COMMENT ON COLUMN ranking.harm_beside IS 'Harm by the second set of weights ([harm.beside]), in its own unit; null where none is configured';
COMMENT ON COLUMN ranking.rank_with_harm_beside IS 'Place in the force with harm by the second set of weights; null where none is configured';
COMMENT ON COLUMN ranking.npu_rank IS 'Place in its unit';
COMMENT ON COLUMN ranking.need_score IS 'Mean of the four strands by the weights of the configuration; 0 to 100 by default';
COMMENT ON COLUMN ranking.crime_score IS 'Force percentile of crime, 0 to 100';
COMMENT ON COLUMN ranking.demand_score IS 'Force percentile of demand, 0 to 100';
COMMENT ON COLUMN ranking.deprivation_score IS 'Force percentile of deprivation, 0 to 100';
COMMENT ON COLUMN ranking.harm_score IS 'Force percentile of harm, 0 to 100';
COMMENT ON COLUMN ranking.crime_contribution IS 'Points of need_score that crime adds; of its natural logarithm where the mean is geometric';
COMMENT ON COLUMN ranking.demand_contribution IS 'Points of need_score that demand adds';
COMMENT ON COLUMN ranking.deprivation_contribution IS 'Points of need_score that deprivation adds';
COMMENT ON COLUMN ranking.harm_contribution IS 'Points of need_score that harm adds';
COMMENT ON COLUMN ranking.assessable IS 'Whether the area can be ranked';
COMMENT ON COLUMN ranking.not_assessable_reason IS 'Why not; empty where it can';
