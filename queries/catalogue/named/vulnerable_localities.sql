-- The Vulnerable Localities Index, highest first: six variables, each indexed to the mean of 100, averaged; above 200 is a priority.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
-- Columns:
--   area_code "Area": official code of the small area
--   area_name "Name": its name
--   npu_code "NPU": unit that it belongs to
--   vulnerable_localities_index [mean = 100] "Index": mean of the six; empty where one is missing or residents are few
--   priority [yes or no]: index above 200
--   burglary_dwelling_index [mean = 100] "Burglary": burglary of dwellings
--   criminal_damage_dwelling_index [mean = 100] "Damage": criminal damage to dwellings
--   income_deprivation_index [mean = 100] "Income": income deprivation
--   employment_deprivation_index [mean = 100] "Employment": employment deprivation
--   aged_15_to_24_index [mean = 100] "Aged 15 to 24": people of that age
--   educational_attainment_index [mean = 100] "Education": low educational attainment
-- Empty: Its six variables are not given; see [vulnerable_localities] in the configuration.
-- Example: impact-areas queries run vulnerable_localities

WITH final AS (
    SELECT
        area_code,
        area_name,
        npu_code,
        vulnerable_localities_index,
        priority,
        burglary_dwelling_index,
        criminal_damage_dwelling_index,
        income_deprivation_index,
        employment_deprivation_index,
        aged_15_to_24_index,
        educational_attainment_index
    FROM vulnerable_localities JOIN areas USING (area_code)
    WHERE $npu IS NULL OR npu_code = $npu
)

SELECT * FROM final
ORDER BY vulnerable_localities_index DESC NULLS LAST, area_code;
