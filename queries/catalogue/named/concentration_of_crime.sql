-- How few areas have how much, for the force and each unit, and the most deprived tenth against the least.
-- Parameters:
--   npu (text, default null): code of a unit; the force and every unit if left out
--   crime_type (text, default null): type, or All recorded crime; every type if left out
-- Columns:
--   npu_code "NPU": unit; empty for the whole force
--   measure: count_rank incidents, demand_rank weighted demand, harm_rank days of harm
--   crime_type: type, or All recorded crime
--   place_count [areas] "Areas": areas, those without incidents among them
--   incident_count [as measured] "Counted": incidents, weighted demand or days of harm
--   gini_generalised [0 to 1] "G'": Gini against the most even spread of whole incidents
--   place_share_25 [share]: smallest share of areas that have 25%
--   place_share_50 [share]: smallest share of areas that have 50%
--   place_share_80 [share]: smallest share of areas that have 80%
--   decile_ratio [times]: per area, the most deprived tenth over the least; null where it was not asked
--   decile_ratio_low [times]: lower end of its interval
--   decile_ratio_high [times]: upper end of its interval
-- Empty: Nothing was counted here.
-- Example: impact-areas queries run concentration_of_crime --crime-type Burglary

WITH final AS (
    SELECT
        npu_code,
        measure,
        crime_type,
        place_count,
        incident_count,
        gini_generalised,
        place_share_25,
        place_share_50,
        place_share_80,
        decile_ratio,
        decile_ratio_low,
        decile_ratio_high
    FROM concentration
    WHERE ($npu IS NULL OR npu_code = $npu) AND ($crime_type IS NULL OR crime_type = $crime_type)
)

SELECT * FROM final
ORDER BY npu_code, measure, crime_type;
