-- The small areas of the force, each with its rank, what the rank rests on, and its outline.
-- Columns:
--   area_code: official code of the small area
--   area_name: name of the small area
--   npu_code "Unit": unit that it belongs to
--   npu_name "Unit name": name of the unit
--   team_name: neighbourhood team; the ward where no teams are known
--   ward_name: electoral ward; null where no lookup gives one
--   district_name: local authority district
--   population [persons]: usual residents; null where not given
--   hectares [ha]: land that it covers
--   rank [place]: place in the force; 1 has the highest need; null where the area cannot be assessed
--   rank_low [place]: best of the likely ranks of this period: 90% lie from rank_low to rank_high, over chance variation in the counts and over choices together; null where ranks have no intervals
--   rank_high [place]: worst of the likely ranks; null where ranks have no intervals
--   probability_top_5_percent [probability]: share of draws of both together in which it is in the top 5% of the force
--   probability_top_20 [probability]: share of draws of both together in which it is among the top 20 of the force
--   rank_low_next [place]: best likely rank of the next 12 months: 90% lie from rank_low_next to rank_high_next, back-tested; null where not foretold
--   rank_high_next [place]: worst likely rank of the next 12 months
--   probability_top_5_next [probability]: probability of being in the top 5% of the force in the next 12 months, 0 to 1
--   times_expected [times]: level: recorded crime over what its people, its similar areas and its force lead to expect; null where not assessed
--   p_selected [probability]: how often the most unusual area of the force is as far above by chance; it allows for having been picked as the highest
--   level_class: level: above (p_selected at most 0.05), as expected, or cannot be assessed; null where not worked out
--   robust_core [yes or no]: in the top 5% in at least 95% of the draws
--   rank_without_police_generated [place]: place in the force without police-generated crime types
--   police_generated_share [share]: share of its recorded crime that is police-generated, 0 to 1; null without any crime
--   feedback_flag [yes or no]: falls far without police-generated crime, or has much of it: patrols may have raised its rank
--   npu_rank [place]: place in its unit
--   need_score [0 to 100]: weighted mean of the four strand scores
--   crime_score [0 to 100]: percentile of recorded crime in the force
--   demand_score [0 to 100]: percentile of demand in the force
--   deprivation_score [0 to 100]: percentile of deprivation in the force; higher is more deprived
--   harm_score [0 to 100]: percentile of harm in the force
--   crime_contribution [points]: points of the need score that crime adds
--   demand_contribution [points]: points that demand adds
--   deprivation_contribution [points]: points that deprivation adds
--   harm_contribution [points]: points that harm adds
--   crime_count [records]: recorded crimes over the period, anti-social behaviour not among them
--   demand_count [weighted records]: anti-social behaviour and graded calls over the period
--   harm_days [days of imprisonment]: harm over the period, without police-generated types
--   crime_rate_per_1000 [per 1,000 residents]: recorded crimes over the period
--   crime_rate_eb_per_1000 [per 1,000 residents] "Crime rate, smoothed (per 1,000 residents)": the same drawn towards the force's rate, the more the fewer residents
--   crime_similar_mean [records]: mean recorded crime of its similar areas; null where it is compared with none
--   crime_difference [records]: its own recorded crime less that mean
--   crime_difference_low [records]: lower end of the 95% interval; dispersion allowed for
--   crime_difference_high [records]: upper end of the 95% interval
--   stands_above: measures (crime, demand, harm) in which it is above its similar areas; not corrected for the number of areas; empty where in none, null where it has none
--   type_name "Type of area": its type, from the four strands and how crime has moved; a description, no judgement
--   stability [share] "Stability of the type": share of bootstrap refits that give it the same type, 0 to 1
--   imd_decile [tenth of England]: Index of Multiple Deprivation; 1 is the most deprived tenth
--   hotspot_class: hotspot where it and its neighbours are high together in recorded crime
--   candidate_id: candidate that it is part of; null where none
--   small_population [yes or no]: too few residents for a rate to mean much
--   assessable [yes or no]: whether the area can be ranked
--   not_assessable_reason: why it has no rank; empty where it has one

WITH all_crime AS (
    SELECT area_code, hotspot_class FROM hotspots
    WHERE measure = 'count_rank' AND crime_type = 'All recorded crime'
    QUALIFY period_end = max(period_end) OVER ()
),

against_similar AS (
    SELECT
        area_code,
        max(similar_mean) FILTER (measure = 'crime') AS crime_similar_mean,
        max(difference) FILTER (measure = 'crime') AS crime_difference,
        max(difference_low) FILTER (measure = 'crime') AS crime_difference_low,
        max(difference_high) FILTER (measure = 'crime') AS crime_difference_high,
        coalesce(string_agg(measure, ', ' ORDER BY measure) FILTER (stands_above), '') AS stands_above
    FROM similar_comparison
    GROUP BY area_code
),

types AS (
    SELECT area_code, type_name, stability
    FROM area_type_members JOIN area_types USING (type_number)
),

final AS (
    SELECT
        'area ' || area_code AS shape,
        area_code AS feature_id,
        area_code,
        area_name,
        npu_code,
        npu_name,
        team_name,
        ward_name,
        district_name,
        areas.population,
        hectares,
        rank,
        rank_low,
        rank_high,
        probability_top_5_percent,
        probability_top_20,
        rank_low_next,
        rank_high_next,
        probability_top_5_next,
        times_expected,
        p_selected,
        level_class,
        robust_core,
        rank_without_police_generated,
        police_generated_share,
        feedback_flag,
        npu_rank,
        need_score,
        crime_score,
        demand_score,
        ranking.deprivation_score,
        harm_score,
        crime_contribution,
        demand_contribution,
        deprivation_contribution,
        harm_contribution,
        crime_count,
        demand_count,
        harm_days,
        crime_rate_per_1000,
        crime_rate_eb_per_1000,
        crime_similar_mean,
        crime_difference,
        crime_difference_low,
        crime_difference_high,
        stands_above,
        type_name,
        stability,
        imd_decile,
        hotspot_class,
        candidate_id,
        small_population,
        ranking.assessable,
        ranking.not_assessable_reason
    FROM areas
    LEFT JOIN npus USING (npu_code)
    LEFT JOIN ranking USING (area_code)
    LEFT JOIN area_measures USING (area_code)
    LEFT JOIN all_crime USING (area_code)
    LEFT JOIN against_similar USING (area_code)
    LEFT JOIN types USING (area_code)
    LEFT JOIN next_ranks USING (area_code)
    LEFT JOIN area_levels USING (area_code)
    LEFT JOIN candidate_areas USING (area_code)
)

SELECT * FROM final
ORDER BY rank NULLS LAST, area_code;
