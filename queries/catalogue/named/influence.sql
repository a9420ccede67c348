-- How much each strand moves the need score, beside its weight.
-- Columns:
--   strand: crime, demand, deprivation or harm
--   nominal_weight [share] "Weight meant": weight in the configuration
--   weight [share] "Weight used": weight in the score
--   importance [share] "Importance": share of the score's variance that is known from the strand alone; strands overlap
--   importance_share [share] "Of all four": importance over that of the four strands together
--   correlation_with_crime [-1 to 1] "With crime": Spearman correlation
--   correlation_with_demand [-1 to 1] "With demand": Spearman correlation
--   correlation_with_deprivation [-1 to 1] "With deprivation": Spearman correlation
--   correlation_with_harm [-1 to 1] "With harm": Spearman correlation
--   weight_for_influence [share] "Weight for that influence": weight at which shares of importance come nearest to the weights meant
-- Empty: No area was ranked.
-- Example: impact-areas queries run influence

WITH
-- include demand_name

final AS (
    SELECT
        if(strand = 'demand', (FROM demand_name), strand) AS strand,
        nominal_weight,
        weight,
        importance,
        importance_share,
        correlation_with_crime,
        correlation_with_demand,
        correlation_with_deprivation,
        correlation_with_harm,
        weight_for_influence
    FROM strand_influence
)

SELECT * FROM final
ORDER BY strand;
