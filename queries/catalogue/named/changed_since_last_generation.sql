-- What moved since the generation before this one: areas whose rank changed, with old and new rank and score.
-- Reads: the generation before, attached as 'previous'.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
--   limit (integer, default 20): rows at most; all if null
-- Columns:
--   area_code "Area": official code of the small area
--   area_name "Name": its name
--   npu_code "NPU": unit that it belongs to
--   rank_before [place] "Rank before": in the generation before; empty where it had none
--   rank [place] "Rank now": empty where it cannot be assessed
--   rank_change [places] "Places up": above 0 where it rose in the order of need
--   need_score_before [0 to 100] "Need before": in the generation before
--   need_score [0 to 100] "Need now": in this generation
--   strand_moved "Strand that moved most": crime, demand, deprivation or harm, by points of the need score
--   previous_generation "Compared with": name of the generation before
-- Empty: No rank changed since the generation before.
-- Example: impact-areas queries run changed_since_last_generation --limit 10

WITH
-- include demand_name

moves AS (
    SELECT
        area_code,
        now.rank,
        before.rank AS rank_before,
        before.rank - now.rank AS rank_change,
        now.need_score,
        before.need_score AS need_score_before,
        {
            crime: abs(now.crime_contribution - before.crime_contribution),
            demand: abs(now.demand_contribution - before.demand_contribution),
            deprivation: abs(now.deprivation_contribution - before.deprivation_contribution),
            harm: abs(now.harm_contribution - before.harm_contribution)
        } AS moved
    FROM ranking AS now FULL JOIN previous.ranking AS before USING (area_code)
    WHERE now.rank IS DISTINCT FROM before.rank
),

final AS (
    SELECT
        area_code,
        coalesce(areas.area_name, gone.area_name) AS area_name,
        coalesce(areas.npu_code, gone.npu_code) AS npu_code,
        rank_before,
        rank,
        rank_change,
        need_score_before,
        need_score,
        CASE greatest(moved.crime, moved.demand, moved.deprivation, moved.harm)
            WHEN moved.crime THEN 'crime'
            WHEN moved.demand THEN (FROM demand_name)
            WHEN moved.deprivation THEN 'deprivation'
            WHEN moved.harm THEN 'harm'
        END AS strand_moved,
        (SELECT max(generation) FROM previous.runs) AS previous_generation
    FROM moves
    LEFT JOIN areas USING (area_code)
    LEFT JOIN previous.areas AS gone USING (area_code)
)

SELECT * FROM final
WHERE $npu IS NULL OR npu_code = $npu
ORDER BY abs(rank_change) DESC NULLS FIRST, rank NULLS LAST, area_code
LIMIT $limit;
