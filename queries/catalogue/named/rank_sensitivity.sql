-- Which choice moves ranks most: places that areas move on average when one choice is changed and the others stay.
-- Columns:
--   choice: data (chance variation in the counts), weights, normalisation, aggregation, window, counts or rates, deprivation, harm weights, police-generated crime
--   alternative: what was put in place of the choice made
--   mean_rank_change [places] "Places moved": places that an area moves on average, up or down
--   top_5_percent_kept [share] "Top 5% kept": share of the top 5% of the force that stays in it
--   in_interval [yes or no] "In the likely ranks": whether the likely ranks vary this choice
-- Empty: No area was ranked.
-- Example: impact-areas queries run rank_sensitivity

WITH final AS (
    SELECT
        choice,
        alternative,
        mean_rank_change,
        top_5_percent_kept,
        in_interval
    FROM rank_sensitivity
)

SELECT * FROM final
ORDER BY mean_rank_change DESC, choice, alternative;
