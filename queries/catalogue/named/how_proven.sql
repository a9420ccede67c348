-- How good the candidates of each unit are together, against the most that any choice could be worth.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
-- Columns:
--   npu_code "NPU": unit
--   objective "By": what was maximised: need, harm, crime or demand
--   wanted_count [candidates] "Wanted": candidates asked for
--   candidate_count [candidates] "Found": candidates found
--   objective_value [points] "Worth": together, need-score points
--   best_bound [points] "At most": no choice within the limits is worth more
--   gap [share] "Short by": share of the bound that they may fall short of it
--   proven [yes or no] "Proven": whether no better choice exists
--   greedy_value [points] "Grown greedily": what candidates grown step by step are worth together
--   stopped_by "Stopped by": nodes, time or interrupted; empty where the search ended by itself
--   note "Note": why there are fewer than wanted; empty where there are not
-- Empty: No candidates were looked for.
-- Example: impact-areas queries run how_proven

WITH final AS (
    SELECT
        npu_code,
        objective,
        wanted_count,
        candidate_count,
        objective_value,
        best_bound,
        gap,
        proven,
        greedy_value,
        stopped_by,
        note
    FROM candidate_units
    WHERE $npu IS NULL OR npu_code = $npu
)

SELECT * FROM final
ORDER BY npu_code;
