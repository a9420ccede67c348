-- What the number of residents says of each area, beside its hotspot class: context, never a class of its own.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
--   crime_type (text, default All recorded crime): type, or All recorded crime
--   limit (integer, default 20): rows at most
-- Columns:
--   area_code "Area": official code of the small area
--   area_name "Name": its name
--   npu_code "NPU": unit that it belongs to
--   incident_count [incidents] "Incidents": over the complete months
--   population [persons] "Residents": usual residents
--   eb_standardised_rate [spreads] "Rate, standardised": rate less the force's, over the spread that so many residents lead one to expect
--   risk_ratio [ratio] "Risk": of the area and those that touch it, over that of every resident alike
--   constant_risk_p_value [probability] "p value": how often equal risk would do as much; small is the rule, for risk is never equal
--   hotspot_class "Hotspot": class on the order of counts, after correction
--   holds_on: whether that holds on all of rank, count, logarithm and rate, or on some; all recorded crime only
-- Empty: No area of it has residents and counts that can be trusted.
-- Example: impact-areas queries run residents_context

WITH classed AS (
    SELECT area_code, crime_type, hotspot_class, holds_on FROM hotspots WHERE measure = 'count_rank'
),

final AS (
    SELECT
        area_code,
        area_name,
        npu_code,
        incident_count,
        rate_context.population,
        eb_standardised_rate,
        risk_ratio,
        constant_risk_p_value,
        hotspot_class,
        holds_on
    FROM rate_context
    JOIN areas USING (area_code)
    LEFT JOIN classed USING (area_code, crime_type)
    WHERE
        crime_type = $crime_type AND eb_standardised_rate IS NOT NULL AND ($npu IS NULL OR npu_code = $npu)
)

SELECT * FROM final
ORDER BY eb_standardised_rate DESC, area_code
LIMIT $limit;
