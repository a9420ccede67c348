-- Purpose: read each raw row of counts: text to types, and the row's first fault.
-- Parameters: $today (DATE), the day of the build; a month that begins after it lies in the future.
-- Reads: raw_rows (text cells without spaces around them). Writes: staged_counts.
INSERT INTO staged_counts
WITH given AS (
    SELECT
        source_id,
        row_number,
        nullif(month, '') AS month,
        nullif(upper(area_code), '') AS stated_area_code,
        nullif(lower(district), '') AS stated_district,
        nullif(crime_type, '') AS crime_type,
        nullif(incident_count, '') AS count_text
    FROM raw_rows
),

typed AS (
    SELECT
        *,
        CASE
            WHEN regexp_full_match(month, '[12]\d{3}-(0[1-9]|1[0-2])') THEN CAST(month || '-01' AS DATE)
        END AS occurred_month,
        CASE WHEN regexp_full_match(count_text, '\d{1,9}') THEN CAST(count_text AS BIGINT) END AS incident_count
    FROM given
),

final AS (
    SELECT
        *,
        CASE
            WHEN month IS NULL THEN {column_name: 'month', reason: 'is blank'}
            WHEN occurred_month IS NULL THEN {column_name: 'month', reason: 'is not a month like 2024-01'}
            WHEN occurred_month > $today THEN {column_name: 'month', reason: 'lies in the future'}
            WHEN crime_type IS NULL THEN {column_name: 'crime_type', reason: 'is blank'}
            WHEN count_text IS NULL THEN {column_name: 'incident_count', reason: 'is blank'}
            WHEN incident_count IS NULL
                THEN {column_name: 'incident_count', reason: 'is not a whole number of zero or more'}
        END AS fault
    FROM typed
)

SELECT
    source_id,
    row_number,
    occurred_month,
    stated_area_code,
    stated_district,
    crime_type,
    incident_count,
    fault,
    CASE fault.column_name WHEN 'month' THEN month WHEN 'incident_count' THEN count_text END AS fault_text
FROM final;
