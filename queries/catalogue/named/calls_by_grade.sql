-- Calls for service by grade and unit, and what they weigh in demand, over the complete months.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
-- Columns:
--   npu_code "NPU": unit
--   crime_type "Call": grade of the call, or anti-social behaviour
--   incident_count [incidents] "Calls": over the complete months
--   demand_weight [weight] "Weight": of one in demand, as configured
--   demand_count [weighted records] "Demand": incidents times weight
--   unit_share [share] "Share of the unit's demand": of all its weighted demand
-- Empty: Neither calls nor anti-social behaviour fell in a complete month.
-- Example: impact-areas queries run calls_by_grade

WITH
-- include complete_months

counted AS (
    SELECT npu_code, crime_type, sum(incident_count)::BIGINT AS incident_count
    FROM area_months JOIN areas USING (area_code)
    WHERE month IN (FROM complete_months)
    GROUP BY ALL
),

final AS (
    SELECT
        npu_code,
        crime_type,
        incident_count,
        demand_weight,
        incident_count * demand_weight AS demand_count,
        demand_count / nullif(sum(demand_count) OVER (PARTITION BY npu_code), 0) AS unit_share
    FROM counted JOIN crime_types USING (crime_type)
    WHERE kind <> 'crime' AND ($npu IS NULL OR npu_code = $npu)
)

SELECT * FROM final
ORDER BY npu_code, demand_count DESC, crime_type;
