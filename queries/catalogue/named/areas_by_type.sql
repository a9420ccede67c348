-- Which type each area is of, and how firmly.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
-- Columns:
--   area_code "Area": official code of the small area
--   area_name "Name": its name
--   npu_code "NPU": unit that it belongs to
--   type_number [number] "Type": 1 has the highest mean need
--   type_name "Name of type": in plain words
--   stability [share]: share of bootstrap refits that give it the same type
-- Empty: Areas were not grouped; table_notes says why.
-- Example: impact-areas queries run areas_by_type

WITH final AS (
    SELECT
        area_code,
        area_name,
        npu_code,
        type_number,
        type_name,
        stability
    FROM area_type_members
    JOIN area_types USING (type_number)
    JOIN areas USING (area_code)
    WHERE $npu IS NULL OR npu_code = $npu
)

SELECT * FROM final
ORDER BY type_number, area_code;
