-- What places give up to be connected: their share of the force beside as many areas chosen freely.
CREATE TABLE place_shares (
    chosen_by       VARCHAR,
    area_count      INTEGER,
    population      INTEGER,
    resident_share  DOUBLE,
    land_share      DOUBLE,
    crime_share     DOUBLE,
    demand_share    DOUBLE,
    harm_share      DOUBLE,
    need_above_mean DOUBLE
);

COMMENT ON TABLE place_shares IS 'What places give up to be connected: their share of the force beside as many areas chosen freely.';
COMMENT ON COLUMN place_shares.chosen_by IS 'areas in places; highest need, as many areas; highest need, as many residents; or most recorded crime, as many areas. The last three are chosen from the whole force, one area at a time';
COMMENT ON COLUMN place_shares.area_count IS 'Areas chosen';
COMMENT ON COLUMN place_shares.population IS 'Their residents, persons';
COMMENT ON COLUMN place_shares.resident_share IS 'Their share of the force''s residents, 0 to 1';
COMMENT ON COLUMN place_shares.land_share IS 'Their share of the force''s land, 0 to 1';
COMMENT ON COLUMN place_shares.crime_share IS 'Their share of the recorded crime of the period, 0 to 1';
COMMENT ON COLUMN place_shares.demand_share IS 'Their share of demand, 0 to 1';
COMMENT ON COLUMN place_shares.harm_share IS 'Their share of harm, 0 to 1';
COMMENT ON COLUMN place_shares.need_above_mean IS 'Need above the force mean, added up over them, need-score points';
