-- Local statistics per area, surface and period, on the area's outline. A hotspot is a statistic, not a designation.
-- Columns:
--   area_code: official code of the small area
--   area_name: name of the small area
--   npu_code "Unit": unit that it belongs to
--   crime_type: crime type, or All recorded crime
--   measure: values that the statistic ran on; count_rank is the order of the counts
--   period_start [month]: first month of the period
--   period_end [month]: last month of the period
--   hotspot_class: class after correction for the number of areas
--   gi_star_z [z score] "Gi* z": Getis-Ord Gi*; the sign gives hot or cold
--   p_value [probability] "p value": conditional permutation p-value, in the stated alternative
--   q_value [false discovery rate] "q value": p_value after Benjamini-Hochberg over one surface of the whole force
--   alternative: which tails the p_value counts
--   inference: how it was found: exact, bracketed (an upper bound) or simulated
--   local_moran_i "Local Moran's I": whether the area resembles its neighbours
--   quadrant: the area's own level, then its neighbours'; empty where not assessable
--   uncorrected_class: class that p_value alone would give; for comparison only
--   holds_on: whether the class holds on other measures; empty where on none
--   assessable [yes or no]: whether the statistic means anything here

WITH named AS (
    SELECT
        hotspots.*,
        lower(regexp_replace(crime_type, '[^A-Za-z0-9]+', '-', 'g')) AS type_in_id,
        crime_type = 'All recorded crime' AS is_all,
        measure = 'count_rank' AS is_main
    FROM hotspots
),

final AS (
    SELECT
        'area ' || area_code AS shape,
        concat_ws(
            '.', area_code, type_in_id, measure, strftime(period_start, '%Y-%m'), strftime(period_end, '%Y-%m')
        ) AS feature_id,
        area_code,
        area_name,
        npu_code,
        crime_type,
        measure,
        period_start,
        period_end,
        hotspot_class,
        gi_star_z,
        p_value,
        q_value,
        alternative,
        inference,
        local_moran_i,
        quadrant,
        uncorrected_class,
        holds_on,
        assessable,
        is_all,
        is_main
    FROM named
    JOIN areas USING (area_code)
)

SELECT * EXCLUDE (is_all, is_main) FROM final
ORDER BY is_all DESC, crime_type, is_main DESC, measure, period_end DESC, gi_star_z DESC NULLS LAST, area_code;
