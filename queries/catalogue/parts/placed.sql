-- The place of each area at the level of the parameter `level`; an area in none is a place under its own code.

placed AS (
    SELECT
        area_code,
        npu_code,
        coalesce(
            CASE $level
                WHEN 'npu' THEN npu_code
                WHEN 'district' THEN district_code
                WHEN 'ward' THEN ward_code
                WHEN 'team' THEN team_code
            END,
            area_code
        ) AS place_code,
        coalesce(
            CASE $level
                WHEN 'npu' THEN npu_name
                WHEN 'district' THEN district_name
                WHEN 'ward' THEN ward_name
                WHEN 'team' THEN team_name
            END,
            area_name
        ) AS place_name,
        areas.population
    FROM areas LEFT JOIN npus USING (npu_code)
)
