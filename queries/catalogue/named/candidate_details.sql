-- The places proposed as Impact Areas, with their size and their share of the unit. A person designates.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
-- Columns:
--   candidate_id: unit and place, as BE-1
--   npu_code: unit
--   npu_name: name of the unit
--   rank [place]: place among the unit's candidates
--   candidate_name: name, from its wards
--   area_count [areas]: small areas that make it up
--   team_count [teams]: neighbourhood teams that it spans; wards where no teams are known
--   population [persons]: usual residents
--   hectares [ha]: land that it covers
--   need_score [0 to 100]: mean need score of its areas
--   crime_count [records]: recorded crimes over the period
--   demand_count [weighted records]: anti-social behaviour and graded calls over the period
--   harm_days [days of imprisonment]: harm over the period
--   resident_share [share]: share of the unit's residents
--   crime_share [share]: share of the unit's recorded crime
--   harm_share [share]: share of the unit's harm
--   hotspot_area_count [areas]: areas of it that are hotspots
--   cap_reached: the limit that stopped its growth; empty where none did
--   reason: why it is proposed
-- Empty: No place stands out. Look at the ranking, or raise the limits in [candidates] of the configuration.
-- Example: impact-areas queries run candidate_details

WITH final AS (
    SELECT
        candidate_id,
        npu_code,
        npu_name,
        rank,
        candidate_name,
        candidates.area_count,
        team_count,
        candidates.population,
        hectares,
        need_score,
        crime_count,
        demand_count,
        harm_days,
        resident_share,
        crime_share,
        harm_share,
        hotspot_area_count,
        cap_reached,
        reason
    FROM candidates LEFT JOIN npus USING (npu_code)
    WHERE $npu IS NULL OR npu_code = $npu
)

SELECT * FROM final
ORDER BY npu_code, rank;
