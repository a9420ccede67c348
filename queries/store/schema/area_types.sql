-- A few named types of area, from the four strands and how recorded crime has moved.
CREATE TABLE area_types (
    type_number          INTEGER,
    type_name            VARCHAR,
    description          VARCHAR,
    area_count           INTEGER,
    need_score           DOUBLE,
    crime_score          DOUBLE,
    demand_score         DOUBLE,
    deprivation_score    DOUBLE,
    harm_score           DOUBLE,
    crime_change         DOUBLE,
    force_change         DOUBLE,
    before_start         DATE,
    before_end           DATE,
    after_start          DATE,
    after_end            DATE,
    bayesian_information DOUBLE,
    adjusted_rand_index  DOUBLE
);

COMMENT ON TABLE area_types IS 'A few named types of area, from the four strands and how recorded crime has moved.';
COMMENT ON COLUMN area_types.type_number IS '1 has the highest mean need';
COMMENT ON COLUMN area_types.type_name IS 'Name in plain words';
COMMENT ON COLUMN area_types.description IS 'Its means in one sentence';
COMMENT ON COLUMN area_types.area_count IS 'Areas of the type';
COMMENT ON COLUMN area_types.need_score IS 'Mean need score';
COMMENT ON COLUMN area_types.crime_score IS 'Mean force percentile of crime, 0 to 100';
COMMENT ON COLUMN area_types.demand_score IS 'Mean force percentile of demand, 0 to 100';
COMMENT ON COLUMN area_types.deprivation_score IS 'Mean force percentile of deprivation, 0 to 100';
COMMENT ON COLUMN area_types.harm_score IS 'Mean force percentile of harm, 0 to 100';
COMMENT ON COLUMN area_types.crime_change IS 'Mean change of recorded crime against the force, last year over the year before on the same calendar months, as a share; drawn towards 0; empty where no two years compare';
COMMENT ON COLUMN area_types.force_change IS 'Change of recorded crime in the force between the same months, as a share';
COMMENT ON COLUMN area_types.before_start IS 'First month counted of the earlier year';
COMMENT ON COLUMN area_types.before_end IS 'Last month counted of the earlier year';
COMMENT ON COLUMN area_types.after_start IS 'First month counted of the later year';
COMMENT ON COLUMN area_types.after_end IS 'Last month counted of the later year';
COMMENT ON COLUMN area_types.bayesian_information IS 'Bayesian information criterion of the mixture with this number of types; lower is better';
COMMENT ON COLUMN area_types.adjusted_rand_index IS 'Mean agreement of 20 bootstrap refits with these types; 1 is the same, 0 is chance';
