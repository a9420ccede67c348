-- How few places have how much, one row a unit and surface. Compare only places of one kind.
CREATE TABLE concentration (
    npu_code                  VARCHAR,
    measure                   VARCHAR,
    crime_type                VARCHAR,
    period_start              DATE,
    period_end                DATE,
    place_kind                VARCHAR,
    place_count               INTEGER,
    incident_count            DOUBLE,
    gini                      DOUBLE,
    gini_generalised          DOUBLE,
    gini_generalised_unbiased DOUBLE,
    place_share_25            DOUBLE,
    place_share_50            DOUBLE,
    place_share_80            DOUBLE,
    need_measure              VARCHAR,
    top_place_count           INTEGER,
    bottom_place_count        INTEGER,
    top_incident_count        DOUBLE,
    bottom_incident_count     DOUBLE,
    decile_ratio              DOUBLE,
    decile_ratio_low          DOUBLE,
    decile_ratio_high         DOUBLE,
    decile_ratio_level        DOUBLE,
    dispersion                DOUBLE
);

COMMENT ON TABLE concentration IS 'How few places have how much, one row a unit and surface. Compare only places of one kind.';
COMMENT ON COLUMN concentration.npu_code IS 'Unit; empty for the whole force';
COMMENT ON COLUMN concentration.measure IS 'What is concentrated: count_rank incidents, demand_rank weighted demand, harm_rank days of harm';
COMMENT ON COLUMN concentration.crime_type IS 'Crime type, or All recorded crime';
COMMENT ON COLUMN concentration.period_start IS 'First month counted';
COMMENT ON COLUMN concentration.period_end IS 'Last month counted';
COMMENT ON COLUMN concentration.place_kind IS 'What a place is: area, hexagon or square with its size, or point';
COMMENT ON COLUMN concentration.place_count IS 'Places, those without incidents among them';
COMMENT ON COLUMN concentration.incident_count IS 'Incidents; weighted demand or days of harm where the measure says so';
COMMENT ON COLUMN concentration.gini IS 'Gini coefficient, 0 to 1; cannot reach 0 where incidents are fewer than places';
COMMENT ON COLUMN concentration.gini_generalised IS 'Gini against the most even spread of whole incidents (G''), 0 to 1';
COMMENT ON COLUMN concentration.gini_generalised_unbiased IS 'G'' scaled so that the most uneven spread is 1';
COMMENT ON COLUMN concentration.place_share_25 IS 'Smallest share of places that have 25% of incidents, 0 to 1';
COMMENT ON COLUMN concentration.place_share_50 IS 'Smallest share of places that have 50% of incidents, 0 to 1';
COMMENT ON COLUMN concentration.place_share_80 IS 'Smallest share of places that have 80% of incidents, 0 to 1';
COMMENT ON COLUMN concentration.need_measure IS 'What sets the tenths that are compared, such as deprivation_score';
COMMENT ON COLUMN concentration.top_place_count IS 'Places in the tenth with most need';
COMMENT ON COLUMN concentration.bottom_place_count IS 'Places in the tenth with least need';
COMMENT ON COLUMN concentration.top_incident_count IS 'Incidents in the tenth with most need';
COMMENT ON COLUMN concentration.bottom_incident_count IS 'Incidents in the tenth with least need';
COMMENT ON COLUMN concentration.decile_ratio IS 'Incidents per place, top tenth over bottom tenth; null where the bottom has none';
COMMENT ON COLUMN concentration.decile_ratio_low IS 'Lower end of its interval';
COMMENT ON COLUMN concentration.decile_ratio_high IS 'Upper end of its interval; infinite where the bottom has none';
COMMENT ON COLUMN concentration.decile_ratio_level IS 'Coverage of the interval, 0 to 1';
COMMENT ON COLUMN concentration.dispersion IS 'Variance over mean of area-month counts that the interval allows for';
