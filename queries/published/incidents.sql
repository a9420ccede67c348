-- Incidents counted per area, month and crime type, at a point inside the area: never a single incident. Combinations
-- without any are left out, and are zero only in complete months.
-- Columns:
--   area_code: official code of the small area
--   area_name: name of the small area
--   npu_code "Unit": unit that it belongs to
--   month [month]: first day of the month
--   crime_type: type, in police.uk's words; calls by their grade
--   kind: crime, anti-social behaviour or call
--   incident_count [incidents]: how many
--   month_complete [yes or no]: whether the month can be compared

WITH months AS (
    SELECT month, bool_and(complete) AS month_complete FROM month_coverage GROUP BY month
),

final AS (
    SELECT
        'point ' || area_code AS shape,
        concat_ws(
            '.', area_code, strftime(month, '%Y-%m'), lower(regexp_replace(crime_type, '[^A-Za-z0-9]+', '-', 'g'))
        ) AS feature_id,
        area_code,
        area_name,
        npu_code,
        month,
        crime_type,
        kind,
        incident_count,
        month_complete
    FROM area_months
    JOIN areas USING (area_code)
    LEFT JOIN crime_types USING (crime_type)
    LEFT JOIN months USING (month)
)

SELECT * FROM final
ORDER BY month DESC, crime_type, incident_count DESC, area_code;
