-- How good the candidates of each unit are together, against the highest value that any choice could have.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
-- Columns:
--   npu_code "NPU": unit
--   objective "By": what was maximised: need, harm, crime or demand
--   wanted_count [candidates] "Wanted": candidates asked for
--   candidate_count [candidates] "Found": candidates found
--   objective_value [points] "Value": together, need-score points
--   best_bound [points] "At most": no choice within the limits has a higher value
--   gap [share] "Short by": share of the bound that they may fall short of it
--   proven [yes or no] "Proven": whether no better choice exists
--   greedy_value [points] "Grown greedily": value of candidates grown step by step, together
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
