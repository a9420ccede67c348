-- What each crime type counts as, and what it weighs.
CREATE TABLE crime_types (
    crime_type       VARCHAR,
    kind             VARCHAR,
    harm_days        DOUBLE,
    police_generated BOOLEAN,
    demand_weight    DOUBLE
);

COMMENT ON TABLE crime_types IS 'What each crime type counts as, and what it weighs.';
COMMENT ON COLUMN crime_types.crime_type IS 'Type, in police.uk''s words; calls by their grade';
COMMENT ON COLUMN crime_types.kind IS 'crime, anti-social behaviour or call';
COMMENT ON COLUMN crime_types.harm_days IS 'Harm of one record in days of imprisonment; 0 where it has none';
COMMENT ON COLUMN crime_types.police_generated IS 'Found by police activity rather than reported; left out of harm';
COMMENT ON COLUMN crime_types.demand_weight IS 'Weight of one record in demand; 0 where it is not demand';
