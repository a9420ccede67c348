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
--   rank_low [place]: lower end of the likely ranks; null where ranks have no intervals
--   rank_high [place]: upper end of the likely ranks; null where ranks have no intervals
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
--   imd_decile [tenth of England]: Index of Multiple Deprivation; 1 is the most deprived tenth
--   hotspot_class: whether its surroundings hold more recorded crime than chance would explain
--   candidate_id: candidate that it is part of; null where none
--   small_population [yes or no]: too few residents for a rate to mean much
--   assessable [yes or no]: whether the area can be ranked
--   not_assessable_reason: why it has no rank; empty where it has one

WITH all_crime AS (
    SELECT area_code, hotspot_class FROM hotspots
    WHERE measure = 'count_rank' AND crime_type = 'All recorded crime'
    QUALIFY period_end = max(period_end) OVER ()
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
    LEFT JOIN candidate_areas USING (area_code)
)

SELECT * FROM final
ORDER BY rank NULLS LAST, area_code;
