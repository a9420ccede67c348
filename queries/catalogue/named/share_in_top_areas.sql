-- How much of the harm, crime or demand lies in the few areas that have most of it.
-- Parameters:
--   measure (text, one of harm | crime | demand, default harm): what is shared out
--   npu (text, default null): code of a unit; the whole force if left out
--   share (number, from 0 to 1, default 0.05): share of areas to ask about, beside 1, 2, 5, 10, 20 and 50%
-- Columns:
--   area_share [share] "Top areas": share of all areas
--   area_count [areas] "Areas": the same as a number, rounded up
--   measured [as measured] "They have": days of harm, recorded crimes or weighted demand
--   measured_share [share] "Share of it": of all that is counted
--   resident_share [share] "Share of residents": of all residents
-- Empty: Nothing was counted here.
-- Example: impact-areas queries run share_in_top_areas --measure harm --share 0.03

WITH counted AS (
    SELECT
        area_code,
        population,
        CASE $measure WHEN 'harm' THEN harm_days WHEN 'crime' THEN crime_count ELSE demand_count END AS measured
    FROM area_measures JOIN areas USING (area_code)
    WHERE $npu IS NULL OR npu_code = $npu
),

ordered AS (
    SELECT
        row_number() OVER (ORDER BY measured DESC NULLS LAST, area_code) AS position,
        sum(measured) OVER (ORDER BY measured DESC NULLS LAST, area_code) AS held,
        sum(population) OVER (ORDER BY measured DESC NULLS LAST, area_code) AS residents,
        sum(measured) OVER () AS everything,
        sum(population) OVER () AS everybody,
        count(*) OVER () AS areas
    FROM counted
),

asked AS (
    SELECT DISTINCT unnest([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, $share])::DOUBLE AS area_share
),

final AS (
    SELECT
        area_share,
        position AS area_count,
        held AS measured,
        held / nullif(everything, 0) AS measured_share,
        residents / nullif(everybody, 0) AS resident_share
    FROM asked JOIN ordered ON position = greatest(1, ceil(area_share * areas - 1e-9))
    WHERE area_share > 0
)

SELECT * FROM final
ORDER BY area_share;
