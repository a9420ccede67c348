-- The areas in order of need (0 to 100), and how many points each strand adds to it.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
--   limit (integer, default null): rows at most; all if left out
-- Columns:
--   rank [place]: place in the force; 1 has the highest need; empty where the area cannot be assessed
--   area_code "Area": official code of the small area
--   area_name "Name": its name
--   npu_code "NPU": unit that it belongs to
--   rank_low [place] "Best likely rank, this period": 90% of the ranks of this period, over chance variation in the counts and other choices, lie from here; not about next year
--   rank_high [place] "Worst likely rank, this period": to here
--   rank_low_next [place] "Best likely rank, next year": 90% of the ranks of the next 12 months lie from here, back-tested; allows for change and chance, not for other choices
--   rank_high_next [place] "Worst likely rank, next year": to here
--   need_score [0 to 100] "Need": weighted mean of the four strands
--   crime_contribution [points] "Crime": points of the need score that recorded crime adds
--   demand_contribution [points] "Demand": points that demand adds
--   deprivation_contribution [points] "Deprivation": points that deprivation adds
--   harm_contribution [points] "Harm": points that harm adds
--   hotspot_class "Hotspot": hotspot where it and its neighbours are high together in recorded crime
-- Empty: No area was ranked.
-- Example: impact-areas queries run ranking --limit 10

WITH ranked AS (
    SELECT * FROM ranking JOIN areas USING (area_code)
    WHERE $npu IS NULL OR npu_code = $npu
),

-- include all_crime

final AS (
    SELECT
        rank,
        area_code,
        area_name,
        npu_code,
        rank_low,
        rank_high,
        rank_low_next,
        rank_high_next,
        need_score,
        crime_contribution,
        demand_contribution,
        deprivation_contribution,
        harm_contribution,
        hotspot_class
    FROM ranked LEFT JOIN next_ranks USING (area_code) LEFT JOIN all_crime USING (area_code)
)

SELECT * FROM final
ORDER BY rank NULLS LAST, area_code
LIMIT $limit;
