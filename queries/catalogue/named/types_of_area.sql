-- The types of area: their names, how many areas each has, and how they rank on the strands.
-- Columns:
--   type_number [number] "Type": 1 has the highest mean need
--   type_name "Name": in plain words
--   area_count [areas] "Areas": areas of the type
--   population [persons] "Residents": usual residents of those areas
--   need_score [0 to 100] "Need": mean need score
--   crime_score [0 to 100] "Crime": mean force percentile
--   demand_score [0 to 100] "Demand": mean force percentile
--   deprivation_score [0 to 100] "Deprivation": mean force percentile
--   harm_score [0 to 100] "Harm": mean force percentile
--   crime_change [share] "Change of crime": mean change against the force, last year over the year before; empty where no two years compare
--   force_change [share] "In the force": change of recorded crime in the force between the same months
--   before_start [month] "Before, from": first month counted of the earlier year
--   before_end [month] "Before, to": last month counted of the earlier year
--   after_start [month] "After, from": first month counted of the later year
--   after_end [month] "After, to": last month counted of the later year
--   stability [share]: mean share of bootstrap refits that give an area the same type
--   adjusted_rand_index [1 is the same] "Agreement of refits": mean agreement of the refits with these types; 0 is chance
-- Empty: Areas were not grouped; table_notes says why.
-- Example: impact-areas queries run types_of_area

WITH members AS (
    SELECT type_number, sum(population) AS population, avg(stability) AS stability
    FROM area_type_members JOIN areas USING (area_code)
    GROUP BY type_number
),

final AS (
    SELECT
        type_number,
        type_name,
        area_count,
        population,
        need_score,
        crime_score,
        demand_score,
        deprivation_score,
        harm_score,
        crime_change,
        force_change,
        before_start,
        before_end,
        after_start,
        after_end,
        stability,
        adjusted_rand_index
    FROM area_types LEFT JOIN members USING (type_number)
)

SELECT * FROM final
ORDER BY type_number;
