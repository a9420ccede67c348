-- Areas of the highest need in each unit that lie in no candidate, and why.
-- Parameters:
--   npu (text, default null): code of the unit; every unit if left out
--   top (integer, default 10): how many of the highest areas of each unit to look at
-- Columns:
--   npu_code "NPU": unit
--   npu_rank [place] "Rank in NPU": place in the unit; 1 has the highest need
--   rank [place] "Rank": place in the force
--   area_code "Area code": official code of the small area
--   area_name "Area": its name
--   need_score [0 to 100] "Need": weighted mean of the four strands
--   reason_kind "Reason": others worth more, place full, edge costs more, too few teams, low around it, no room, found late, or empty where nothing was found
--   beside_candidate "Touches": the candidate that it touches and could enter most cheaply
--   swap_area_out "Instead of": the area that would leave it
--   swap_cost_share [0 to 1] "Cost of the swap": share of that candidate's value
-- Empty: The highest areas of every unit lie in candidates.
-- Example: impact-areas queries run highest_in_no_place --top 20

WITH highest AS (
    SELECT areas.npu_code, ranking.npu_rank, ranking.rank, area_code, area_name, need_score
    FROM ranking JOIN areas USING (area_code)
    WHERE ranking.npu_rank <= $top AND ($npu IS NULL OR areas.npu_code = $npu)
),

final AS (
    SELECT
        highest.npu_code,
        npu_rank,
        rank,
        area_code,
        area_name,
        need_score,
        coalesce(reason_kind, '') AS reason_kind,
        coalesce(beside_candidate, '') AS beside_candidate,
        coalesce(swap_area_out, '') AS swap_area_out,
        swap_cost_share
    FROM highest
    ANTI JOIN candidate_areas USING (area_code)
    LEFT JOIN candidate_left_out USING (area_code)
)

SELECT * FROM final
ORDER BY npu_code, npu_rank, area_code;
