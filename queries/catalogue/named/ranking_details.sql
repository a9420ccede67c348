-- The areas in order of need, with everything that the order rests on.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
-- Columns:
--   rank [place]: place in the force; 1 has the highest need; empty where the area cannot be assessed
--   npu_rank [place]: place in its unit
--   area_code: official code of the small area
--   area_name: its name
--   npu_code: unit that it belongs to
--   npu_name: name of the unit
--   team_name: neighbourhood team; the ward where no teams are known
--   population [persons]: usual residents
--   need_score [0 to 100]: weighted mean of the four strand scores
--   crime_score [0 to 100]: percentile of recorded crime in the force
--   demand_score [0 to 100]: percentile of demand in the force
--   deprivation_score [0 to 100]: percentile of deprivation in the force; higher is more deprived
--   harm_score [0 to 100]: percentile of harm in the force
--   crime_contribution [points]: points of the need score that crime adds
--   demand_contribution [points]: points that demand adds
--   deprivation_contribution [points]: points that deprivation adds
--   harm_contribution [points]: points that harm adds
--   crime_count [records]: recorded crimes over the period, without anti-social behaviour
--   demand_count [weighted records]: anti-social behaviour and graded calls
--   harm_days [days of imprisonment]: harm over the period, without police-generated types
--   crime_rate_per_1000 [per 1,000 residents]: recorded crimes over the period
--   crime_rate_eb_per_1000 [per 1,000 residents] "Crime rate, smoothed (per 1,000 residents)": the same drawn towards the force's rate, the more the fewer residents
--   imd_decile [tenth of England]: Index of Multiple Deprivation; 1 is the most deprived tenth
--   hotspot_class: hotspot where it and its neighbours are high together in recorded crime
--   candidate_id: candidate that it is part of; empty where none
--   rank_low_data [place] "Best rank, counts": 90% of the ranks of this period, over chance variation in the counts alone, lie from here
--   rank_high_data [place] "Worst rank, counts": to here
--   rank_low_choices [place] "Best rank, choices": 90% of the ranks of this period, over other weights and scales alone, lie from here
--   rank_high_choices [place] "Worst rank, choices": to here
--   rank_low [place] "Best likely rank, this period": 90% of the ranks of this period, over chance variation in the counts and other choices, lie from here; not about next year
--   rank_high [place] "Worst likely rank, this period": to here
--   probability_top_5_percent [share] "In the top 5%, this period": share of the draws of both in which it is in the top 5% of the force; not about next year
--   rank_low_next [place] "Best likely rank, next year": 90% of the ranks of the next 12 months lie from here, back-tested; allows for change and chance, not for other choices
--   rank_high_next [place] "Worst likely rank, next year": to here
--   probability_top_5_next [probability] "Top 5% next year": probability of being in the top 5% of the force in the next 12 months, 0 to 1; back-tested
--   times_expected [times] "Level, times expected": recorded crime over what its people, its similar areas and its force lead to expect
--   p_selected [probability] "Level, p": how often the most unusual area of the force is as far above by chance; it allows for having been picked as the highest
--   level_class "Level": above (p at most 0.05), as expected, or cannot be assessed
--   robust_core [yes or no]: in the top 5% in at least 95% of draws
--   rank_without_police_generated [place] "Rank without police-generated crime": place without drugs, weapons or what the configuration names
--   feedback_flag [yes or no]: falls by at least 5% of the areas without that crime, or has three times the force's share of it
--   small_population [yes or no]: too few residents for a rate to mean much
--   not_assessable_reason: why it has no rank; empty where it has one
-- Empty: No area was ranked.
-- Example: impact-areas queries run ranking_details

WITH placed AS (
    SELECT areas.*, npu_name FROM areas LEFT JOIN npus USING (npu_code)
    WHERE $npu IS NULL OR npu_code = $npu
),

-- include all_crime

final AS (
    SELECT
        ranking.rank,
        ranking.npu_rank,
        placed.area_code,
        placed.area_name,
        placed.npu_code,
        placed.npu_name,
        placed.team_name,
        placed.population,
        ranking.need_score,
        ranking.crime_score,
        ranking.demand_score,
        ranking.deprivation_score,
        ranking.harm_score,
        ranking.crime_contribution,
        ranking.demand_contribution,
        ranking.deprivation_contribution,
        ranking.harm_contribution,
        area_measures.crime_count,
        area_measures.demand_count,
        area_measures.harm_days,
        area_measures.crime_rate_per_1000,
        area_measures.crime_rate_eb_per_1000,
        area_measures.imd_decile,
        all_crime.hotspot_class,
        candidate_areas.candidate_id,
        ranking.rank_low_data,
        ranking.rank_high_data,
        ranking.rank_low_choices,
        ranking.rank_high_choices,
        ranking.rank_low,
        ranking.rank_high,
        ranking.probability_top_5_percent,
        next_ranks.rank_low_next,
        next_ranks.rank_high_next,
        next_ranks.probability_top_5_next,
        area_levels.times_expected,
        area_levels.p_selected,
        area_levels.level_class,
        ranking.robust_core,
        ranking.rank_without_police_generated,
        ranking.feedback_flag,
        area_measures.small_population,
        ranking.not_assessable_reason
    FROM placed
    JOIN ranking USING (area_code)
    JOIN area_measures USING (area_code)
    LEFT JOIN all_crime USING (area_code)
    LEFT JOIN next_ranks USING (area_code)
    LEFT JOIN area_levels USING (area_code)
    LEFT JOIN candidate_areas USING (area_code)
)

SELECT * FROM final
ORDER BY rank NULLS LAST, area_code;
