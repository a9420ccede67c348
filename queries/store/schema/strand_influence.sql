-- How much each strand moves the need score, beside its weight, and the weights that would give the influence meant.
CREATE TABLE strand_influence (
    strand                       VARCHAR,
    nominal_weight               DOUBLE,
    weight                       DOUBLE,
    importance                   DOUBLE,
    importance_share             DOUBLE,
    correlation_with_score       DOUBLE,
    correlation_with_crime       DOUBLE,
    correlation_with_demand      DOUBLE,
    correlation_with_deprivation DOUBLE,
    correlation_with_harm        DOUBLE,
    weight_for_influence         DOUBLE
);

COMMENT ON TABLE strand_influence IS 'How much each strand moves the need score, beside its weight, and the weights that would give the influence meant.';
COMMENT ON COLUMN strand_influence.strand IS 'crime, demand, deprivation or harm';
COMMENT ON COLUMN strand_influence.nominal_weight IS 'Weight in the configuration: the influence that the strand is meant to have, 0 to 1';
COMMENT ON COLUMN strand_influence.weight IS 'Weight that the score uses, 0 to 1; the nominal one unless weights = influence';
COMMENT ON COLUMN strand_influence.importance IS 'Share of the variance of the score that is known from the strand alone (correlation ratio), 0 to 1; strands overlap, so they add up to more than 1';
COMMENT ON COLUMN strand_influence.importance_share IS 'Importance over that of the four strands together, 0 to 1';
COMMENT ON COLUMN strand_influence.correlation_with_score IS 'Spearman correlation of strand and score, -1 to 1';
COMMENT ON COLUMN strand_influence.correlation_with_crime IS 'Spearman correlation with crime, -1 to 1';
COMMENT ON COLUMN strand_influence.correlation_with_demand IS 'Spearman correlation with demand, -1 to 1';
COMMENT ON COLUMN strand_influence.correlation_with_deprivation IS 'Spearman correlation with deprivation, -1 to 1';
COMMENT ON COLUMN strand_influence.correlation_with_harm IS 'Spearman correlation with harm, -1 to 1';
COMMENT ON COLUMN strand_influence.weight_for_influence IS 'Weight at which shares of importance come nearest to the nominal weights, 0 to 1';
