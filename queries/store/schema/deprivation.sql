-- Indices of Deprivation for the force's areas. Rank 1 is the most deprived.
CREATE TABLE deprivation (
    area_code           VARCHAR,
    imd_rank            DOUBLE,
    imd_decile          DOUBLE,
    imd_score           DOUBLE,
    income_rank         DOUBLE,
    income_decile       DOUBLE,
    income_score        DOUBLE,
    employment_rank     DOUBLE,
    employment_decile   DOUBLE,
    employment_score    DOUBLE,
    education_rank      DOUBLE,
    education_decile    DOUBLE,
    education_score     DOUBLE,
    health_rank         DOUBLE,
    health_decile       DOUBLE,
    health_score        DOUBLE,
    crime_rank          DOUBLE,
    crime_decile        DOUBLE,
    crime_score         DOUBLE,
    barriers_rank       DOUBLE,
    barriers_decile     DOUBLE,
    barriers_score      DOUBLE,
    environment_rank    DOUBLE,
    environment_decile  DOUBLE,
    environment_score   DOUBLE,
    score_without_crime DOUBLE,
    edition             VARCHAR
);

COMMENT ON TABLE deprivation IS 'Indices of Deprivation for the force''s areas. Rank 1 is the most deprived.';
COMMENT ON COLUMN deprivation.area_code IS 'Area';
COMMENT ON COLUMN deprivation.imd_rank IS 'Rank in England; 1 is the most deprived';
COMMENT ON COLUMN deprivation.imd_decile IS 'Decile in England; 1 is the most deprived tenth';
COMMENT ON COLUMN deprivation.imd_score IS 'Index of Multiple Deprivation; higher is more deprived; rebuilt from ranks where the edition gives none';
COMMENT ON COLUMN deprivation.income_rank IS 'Rank in England of the income domain; 1 is the most deprived';
COMMENT ON COLUMN deprivation.income_decile IS 'Decile of the income domain; 1 is the most deprived tenth';
COMMENT ON COLUMN deprivation.income_score IS 'Score of the income domain; higher is more deprived; null where the edition gives none';
COMMENT ON COLUMN deprivation.employment_rank IS 'Rank in England of the employment domain; 1 is the most deprived';
COMMENT ON COLUMN deprivation.employment_decile IS 'Decile of the employment domain; 1 is the most deprived tenth';
COMMENT ON COLUMN deprivation.employment_score IS 'Score of the employment domain; higher is more deprived; null where the edition gives none';
COMMENT ON COLUMN deprivation.education_rank IS 'Rank in England of the education domain; 1 is the most deprived';
COMMENT ON COLUMN deprivation.education_decile IS 'Decile of the education domain; 1 is the most deprived tenth';
COMMENT ON COLUMN deprivation.education_score IS 'Score of the education domain; higher is more deprived; null where the edition gives none';
COMMENT ON COLUMN deprivation.health_rank IS 'Rank in England of the health domain; 1 is the most deprived';
COMMENT ON COLUMN deprivation.health_decile IS 'Decile of the health domain; 1 is the most deprived tenth';
COMMENT ON COLUMN deprivation.health_score IS 'Score of the health domain; higher is more deprived; null where the edition gives none';
COMMENT ON COLUMN deprivation.crime_rank IS 'Rank in England of the crime domain; 1 is the most deprived';
COMMENT ON COLUMN deprivation.crime_decile IS 'Decile of the crime domain; 1 is the most deprived tenth';
COMMENT ON COLUMN deprivation.crime_score IS 'Score of the crime domain; higher is more deprived; null where the edition gives none';
COMMENT ON COLUMN deprivation.barriers_rank IS 'Rank in England of the barriers domain; 1 is the most deprived';
COMMENT ON COLUMN deprivation.barriers_decile IS 'Decile of the barriers domain; 1 is the most deprived tenth';
COMMENT ON COLUMN deprivation.barriers_score IS 'Score of the barriers domain; higher is more deprived; null where the edition gives none';
COMMENT ON COLUMN deprivation.environment_rank IS 'Rank in England of the environment domain; 1 is the most deprived';
COMMENT ON COLUMN deprivation.environment_decile IS 'Decile of the environment domain; 1 is the most deprived tenth';
COMMENT ON COLUMN deprivation.environment_score IS 'Score of the environment domain; higher is more deprived; null where the edition gives none';
COMMENT ON COLUMN deprivation.score_without_crime IS 'Index without its crime domain, rebuilt from domain ranks; higher is more deprived';
COMMENT ON COLUMN deprivation.edition IS 'Edition of the indices';
