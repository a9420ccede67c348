-- Vulnerable Localities Index, where its six variables are given.
CREATE TABLE vulnerable_localities (
    area_code                      VARCHAR,
    burglary_dwelling_index        DOUBLE,
    criminal_damage_dwelling_index DOUBLE,
    income_deprivation_index       DOUBLE,
    employment_deprivation_index   DOUBLE,
    aged_15_to_24_index            DOUBLE,
    educational_attainment_index   DOUBLE,
    vulnerable_localities_index    DOUBLE,
    priority                       BOOLEAN,
    edition                        VARCHAR
);

COMMENT ON TABLE vulnerable_localities IS 'Vulnerable Localities Index, where its six variables are given.';
COMMENT ON COLUMN vulnerable_localities.area_code IS 'Area';
COMMENT ON COLUMN vulnerable_localities.burglary_dwelling_index IS 'Burglary dwelling, mean of the force = 100';
COMMENT ON COLUMN vulnerable_localities.criminal_damage_dwelling_index IS 'Criminal damage dwelling, mean of the force = 100';
COMMENT ON COLUMN vulnerable_localities.income_deprivation_index IS 'Income deprivation, mean of the force = 100';
COMMENT ON COLUMN vulnerable_localities.employment_deprivation_index IS 'Employment deprivation, mean of the force = 100';
COMMENT ON COLUMN vulnerable_localities.aged_15_to_24_index IS 'Aged 15 to 24, mean of the force = 100';
COMMENT ON COLUMN vulnerable_localities.educational_attainment_index IS 'Educational attainment, mean of the force = 100';
COMMENT ON COLUMN vulnerable_localities.vulnerable_localities_index IS 'Mean of the six, 100 is the mean; null where one is missing or residents are few';
COMMENT ON COLUMN vulnerable_localities.priority IS 'Index above 200';
COMMENT ON COLUMN vulnerable_localities.edition IS 'What the six variables are, and of when';
