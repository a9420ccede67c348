-- The places proposed as Impact Areas, unit by unit, and why. A person designates.
-- Parameters:
--   npu (text, default null): code of a unit; every unit where null
--   limit (integer, default null): rows at most; all where null
-- Columns:
--   candidate_id: unit and place, as BE-1
--   candidate_name: name, from its wards
--   area_count [areas]: small areas that make it up
--   population [persons]: usual residents
--   need_score [0 to 100]: mean need score of its areas
--   hotspot_area_count [areas]: areas of it that are hotspots; with none it is not beyond chance
--   reason: why it is proposed
-- Empty: No place stands out. Look at the ranking, or raise the limits in [candidates] of the configuration.

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
