-- Crime, demand and harm by tenth of deprivation, each against the least deprived tenth.
-- Parameters:
--   tenths_of (text, one of force | England, default force): the force's own areas in ten groups of equal number, or England's tenths
--   npu (text, default null): code of a unit; every unit if left out
-- Columns:
--   tenth [tenth] "Tenth": 1 is the most deprived
--   area_count [areas] "Areas": areas in it
--   population [persons] "Residents": usual residents
--   crime_count [records] "Recorded crimes": over the period
--   crime_rate_per_1000 [per 1,000 residents] "Crimes per 1,000 residents": over the period
--   crime_ratio [times] "Crime, times the least": rate over that of the least deprived tenth that has areas
--   demand_ratio [times] "Demand, times the least": the same for demand
--   harm_ratio [times] "Harm, times the least": the same for harm
--   force_crime_share [share] "Share of crime": of the recorded crimes counted here
-- Empty: No area has a known deprivation.
-- Example: impact-areas queries run deprivation_tenths --tenths-of England

WITH known AS (
    SELECT
        area_code,
        population,
        crime_count,
        demand_count,
        harm_days,
        imd_decile,
        ntile(10) OVER (ORDER BY deprivation_score DESC, area_code) AS force_tenth
    FROM area_measures JOIN areas USING (area_code)
    WHERE deprivation_score IS NOT NULL AND population > 0
),

tenths AS (
    SELECT
        if($tenths_of = 'England', imd_decile::INTEGER, force_tenth) AS tenth,
        count(*) AS area_count,
        sum(population) AS population,
        sum(crime_count) AS crime_count,
        sum(crime_count) / sum(population) AS crime_rate,
        sum(demand_count) / sum(population) AS demand_rate,
        sum(harm_days) / sum(population) AS harm_rate
    FROM known JOIN areas USING (area_code, population)
    WHERE $npu IS NULL OR npu_code = $npu
    GROUP BY ALL
),

final AS (
    SELECT
        tenth,
        area_count,
        population,
        crime_count::BIGINT AS crime_count,
        1000 * crime_rate AS crime_rate_per_1000,
        crime_rate / nullif(max_by(crime_rate, tenth) OVER (), 0) AS crime_ratio,
        demand_rate / nullif(max_by(demand_rate, tenth) OVER (), 0) AS demand_ratio,
        harm_rate / nullif(max_by(harm_rate, tenth) OVER (), 0) AS harm_ratio,
        crime_count / nullif(sum(crime_count) OVER (), 0) AS force_crime_share
    FROM tenths
    WHERE tenth IS NOT NULL
)

SELECT * FROM final
ORDER BY tenth;
