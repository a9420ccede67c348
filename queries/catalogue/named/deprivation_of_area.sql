-- What kind of deprivation an area has: its tenth of England in each domain, beside the middle area of the force.
-- Parameters:
--   area (text, default null): code of an area; the one of highest need if left out
-- Columns:
--   area_code "Area": official code of the small area
--   area_name "Name": its name
--   domain "Domain": income, employment, education, health, crime, barriers to housing and services, living environment; all for the whole index
--   domain_rank [place in England] "Rank in England": 1 is the most deprived
--   domain_decile [tenth] "Tenth of England": 1 is the most deprived tenth
--   force_median_decile [tenth] "Middle area": tenth of the middle area of the force
-- Empty: No deprivation is known for this area.
-- Example: impact-areas queries run deprivation_of_area

WITH ranks AS (
    UNPIVOT (
        SELECT
            area_code,
            imd_rank AS "all",
            income_rank AS income,
            employment_rank AS employment,
            education_rank AS education,
            health_rank AS health,
            crime_rank AS crime,
            barriers_rank AS barriers,
            environment_rank AS environment
        FROM deprivation
    ) ON "all", income, employment, education, health, crime, barriers, environment INTO NAME domain VALUE domain_rank
),

deciles AS (
    UNPIVOT (
        SELECT
            area_code,
            imd_decile AS "all",
            income_decile AS income,
            employment_decile AS employment,
            education_decile AS education,
            health_decile AS health,
            crime_decile AS crime,
            barriers_decile AS barriers,
            environment_decile AS environment
        FROM deprivation
    ) ON "all", income, employment, education, health, crime, barriers, environment INTO NAME domain VALUE domain_decile
),

chosen AS (
    SELECT area_code, area_name
    FROM areas LEFT JOIN ranking USING (area_code)
    WHERE area_code = $area OR ($area IS NULL AND rank = 1)
    ORDER BY area_code
    LIMIT 1
),

middle AS (
    SELECT domain, median(domain_decile) AS force_median_decile FROM deciles GROUP BY domain
),

final AS (
    SELECT
        area_code,
        area_name,
        domain,
        domain_rank,
        domain_decile,
        force_median_decile
    FROM chosen
    JOIN deciles USING (area_code)
    LEFT JOIN ranks USING (area_code, domain)
    LEFT JOIN middle USING (domain)
)

SELECT * FROM final
ORDER BY domain <> 'all', domain_decile, domain;
