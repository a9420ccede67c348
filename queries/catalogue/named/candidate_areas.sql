-- Which areas make up each candidate, in order of need.
-- Parameters:
--   candidate (text, default null): id of a candidate, as BE-1; every candidate if left out
-- Columns:
--   candidate_id: candidate
--   area_code: official code of the small area
--   area_name: its name
--   ward_name: ward that it lies in
--   team_name: neighbourhood team; the ward where no teams are known
--   population [persons]: usual residents
--   rank [place]: place in the force; 1 has the highest need
--   need_score [0 to 100]: weighted mean of the four strands
--   connects_only [yes or no]: whether it is under the floor of need and only connects the candidate
-- Empty: No place was proposed.
-- Example: impact-areas queries run candidate_areas

WITH members AS (
    SELECT candidate_areas.*, npu_code, rank AS candidate_rank
    FROM candidate_areas JOIN candidates USING (candidate_id)
    WHERE $candidate IS NULL OR candidate_id = $candidate
),

final AS (
    SELECT
        candidate_id,
        area_code,
        area_name,
        ward_name,
        team_name,
        population,
        ranking.rank,
        need_score,
        connects_only,
        members.npu_code,
        candidate_rank
    FROM members
    JOIN areas USING (area_code)
    JOIN ranking USING (area_code)
)

SELECT * EXCLUDE (npu_code, candidate_rank) FROM final
ORDER BY npu_code, candidate_rank, rank NULLS LAST, area_code;
