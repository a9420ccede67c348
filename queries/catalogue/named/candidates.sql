-- The places proposed as Impact Areas, unit by unit, and why. A person designates.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
--   limit (integer, default null): rows at most; all if left out
-- Columns:
--   candidate_id "Place": unit and place, as BE-1
--   candidate_name "Name": name, from its wards
--   area_count [areas] "Areas": small areas that make it up
--   population [persons] "Residents": usual residents
--   need_score [0 to 100] "Need": mean need score of its areas
--   hotspot_area_count [areas] "Hotspots": areas of it that are hotspots
--   reason "Why": why it is proposed
-- Empty: No place is proposed. Look at the ranking, or raise the limits in [candidates] of the configuration.
-- Example: impact-areas queries run candidates --limit 5

WITH proposed AS (
    SELECT * FROM candidates
    WHERE $npu IS NULL OR npu_code = $npu
),

final AS (
    SELECT
        candidate_id,
        candidate_name,
        area_count,
        population,
        need_score,
        hotspot_area_count,
        reason,
        npu_code,
        rank
    FROM proposed
)

SELECT * EXCLUDE (npu_code, rank) FROM final
ORDER BY npu_code, rank
LIMIT $limit;
