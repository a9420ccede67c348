-- Whether one incident raises the risk of another near it soon after: pairs by distance and days, against shuffled dates.
-- Parameters:
--   crime_type (text, default null): type; every type that was asked for if left out
-- Columns:
--   crime_type "Type": type
--   distance_from_m [metres] "From metres": band starts here
--   distance_to_m [metres] "To metres": band ends here; 0 for the same place
--   days_from [days] "From day": band starts here
--   days_to [days] "To day": band ends here
--   pair_count [pairs] "Pairs": pairs of incidents
--   expected_pair_count [pairs] "Expected": mean over the shuffles
--   knox_ratio [times] "Times expected": pairs over expected pairs
--   p_value [probability] "p value": share of shuffles with at least as many; each band is its own question
-- Empty: Near repeats were not measured: they need the day and a place that is not moved to a list, as in a force's own data.
-- Example: impact-areas queries run near_repeat_bands

WITH final AS (
    SELECT
        crime_type,
        distance_from_m,
        distance_to_m,
        days_from,
        days_to,
        pair_count,
        expected_pair_count,
        knox_ratio,
        p_value
    FROM near_repeats
    WHERE $crime_type IS NULL OR crime_type = $crime_type
)

SELECT * FROM final
ORDER BY crime_type, distance_to_m, distance_from_m, days_from;
