-- The areas that rank highest in need or in one strand: how much was counted, and their share of the force's.
-- Parameters:
--   strand (text, one of need | crime | demand | deprivation | harm, default need): what to order by
--   npu (text, default null): code of a unit; every unit if left out
--   limit (integer, default 20): rows at most; all if null
-- Columns:
--   place [place]: 1 is the highest in the force
--   area_code "Area": official code of the small area
--   area_name "Name": its name
--   npu_code "NPU": unit that it belongs to
--   strand_score [0 to 100] "Score": need score, or percentile of the strand in the force
--   measured [in the strand's own unit] "Counted": need score, recorded crimes, weighted demand, deprivation score or harm days
--   force_share [share] "Share of the force": of what was counted; empty for need and deprivation, which do not add up
--   population [persons] "Residents": usual residents
-- Empty: No area was ranked.
-- Example: impact-areas queries run top_areas --strand harm --limit 10

WITH scored AS (
    SELECT
        area_code,
        CASE $strand
            WHEN 'need' THEN need_score
            WHEN 'crime' THEN crime_score
            WHEN 'demand' THEN demand_score
            WHEN 'deprivation' THEN ranking.deprivation_score
            WHEN 'harm' THEN harm_score
        END AS strand_score,
        CASE $strand
            WHEN 'need' THEN need_score
            WHEN 'crime' THEN crime_count
            WHEN 'demand' THEN demand_count
            WHEN 'deprivation' THEN area_measures.deprivation_score
            WHEN 'harm' THEN harm_days
        END AS measured
    FROM ranking JOIN area_measures USING (area_code)
    WHERE ranking.assessable
),

final AS (
    SELECT
        rank() OVER (ORDER BY strand_score DESC, measured DESC) AS place,
        area_code,
        area_name,
        npu_code,
        strand_score,
        measured,
        CASE WHEN $strand NOT IN ('need', 'deprivation') THEN measured / nullif(sum(measured) OVER (), 0) END AS force_share,
        population
    FROM scored JOIN areas USING (area_code)
)

SELECT * FROM final
WHERE $npu IS NULL OR npu_code = $npu
ORDER BY place, area_code
LIMIT $limit;
