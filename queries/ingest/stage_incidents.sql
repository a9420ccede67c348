-- Purpose: read each raw row of incidents: text to types, and the row's first fault.
-- Parameters: $today (DATE), the day of the build; a month that begins after it lies in the future.
-- Reads: raw_rows (text cells without spaces around them; null where the file has no such column). Writes: staged_incidents.
INSERT INTO staged_incidents
WITH given AS (
    SELECT
        source_id,
        row_number,
        nullif(record_id, '') AS record_id,
        nullif(incident_id, '') AS incident_id,
        nullif(month, '') AS month,
        received IS NOT NULL AS has_time,
        nullif(received, '') AS received,
        nullif(crime_type, '') AS crime_type,
        nullif(longitude, '') AS longitude_text,
        nullif(latitude, '') AS latitude_text,
        nullif(easting, '') AS easting_text,
        nullif(northing, '') AS northing_text,
        nullif(upper(area_code), '') AS stated_area_code,
        nullif(lower(district), '') AS stated_district,
        nullif(location_name, '') AS location_name,
        nullif(outcome, '') AS outcome
    FROM raw_rows
),

typed AS (
    SELECT
        *,
        CASE
            WHEN regexp_full_match(received, '\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?')
                THEN TRY_CAST(received AS TIMESTAMP)
        END AS occurred_at,
        CASE
            WHEN regexp_full_match(month, '[12]\d{3}-(0[1-9]|1[0-2])') THEN CAST(month || '-01' AS DATE)
        END AS stated_month,
        TRY_CAST(longitude_text AS DOUBLE) AS longitude,
        TRY_CAST(latitude_text AS DOUBLE) AS latitude,
        TRY_CAST(easting_text AS DOUBLE) AS easting_m,
        TRY_CAST(northing_text AS DOUBLE) AS northing_m
    FROM given
),

dated AS (
    SELECT
        *,
        CASE WHEN has_time THEN CAST(date_trunc('month', occurred_at) AS DATE) ELSE stated_month END AS occurred_month
    FROM typed
),

final AS (
    SELECT
        *,
        CASE
            WHEN has_time AND received IS NULL THEN {column_name: 'received', reason: 'is blank'}
            WHEN has_time AND occurred_at IS NULL
                THEN {column_name: 'received', reason: 'is not a time like 2024-01-31 18:05'}
            WHEN has_time AND CAST(occurred_at AS DATE) > $today
                THEN {column_name: 'received', reason: 'lies in the future'}
            WHEN NOT has_time AND month IS NULL THEN {column_name: 'month', reason: 'is blank'}
            WHEN occurred_month IS NULL THEN {column_name: 'month', reason: 'is not a month like 2024-01'}
            WHEN occurred_month > $today THEN {column_name: 'month', reason: 'lies in the future'}
            WHEN crime_type IS NULL THEN {column_name: 'crime_type', reason: 'is blank'}
            WHEN longitude_text IS NOT NULL AND NOT coalesce(isfinite(longitude), false)
                THEN {column_name: 'longitude', reason: 'is not a finite number'}
            WHEN latitude_text IS NOT NULL AND NOT coalesce(isfinite(latitude), false)
                THEN {column_name: 'latitude', reason: 'is not a finite number'}
            WHEN easting_text IS NOT NULL AND NOT coalesce(isfinite(easting_m), false)
                THEN {column_name: 'easting', reason: 'is not a finite number'}
            WHEN northing_text IS NOT NULL AND NOT coalesce(isfinite(northing_m), false)
                THEN {column_name: 'northing', reason: 'is not a finite number'}
            WHEN (longitude IS NULL) AND (latitude IS NOT NULL)
                THEN {column_name: 'longitude', reason: 'is blank beside a given latitude'}
            WHEN (latitude IS NULL) AND (longitude IS NOT NULL)
                THEN {column_name: 'latitude', reason: 'is blank beside a given longitude'}
            WHEN (easting_m IS NULL) AND (northing_m IS NOT NULL)
                THEN {column_name: 'easting', reason: 'is blank beside a given northing'}
            WHEN (northing_m IS NULL) AND (easting_m IS NOT NULL)
                THEN {column_name: 'northing', reason: 'is blank beside a given easting'}
            WHEN longitude = 0 AND latitude = 0 THEN {column_name: 'longitude', reason: 'is 0, and so is the latitude'}
            WHEN easting_m = 0 AND northing_m = 0 THEN {column_name: 'easting', reason: 'is 0, and so is the northing'}
            WHEN longitude BETWEEN 49 AND 61 AND latitude BETWEEN -9 AND 2.5
                THEN {column_name: 'longitude', reason: 'is swapped with the latitude'}
            WHEN longitude NOT BETWEEN -180 AND 180 THEN {column_name: 'longitude', reason: 'is not in degrees'}
            WHEN latitude NOT BETWEEN -90 AND 90 THEN {column_name: 'latitude', reason: 'is not in degrees'}
            WHEN easting_m NOT BETWEEN 0 AND 700000
                THEN {column_name: 'easting', reason: 'is not on the National Grid'}
            WHEN northing_m NOT BETWEEN 0 AND 1300000
                THEN {column_name: 'northing', reason: 'is not on the National Grid'}
        END AS fault
    FROM dated
)

SELECT
    source_id,
    row_number,
    record_id,
    incident_id,
    occurred_month,
    occurred_at,
    crime_type,
    longitude,
    latitude,
    easting_m,
    northing_m,
    stated_area_code,
    stated_district,
    location_name,
    outcome,
    fault,
    CASE fault.column_name
        WHEN 'received' THEN received
        WHEN 'month' THEN month
        WHEN 'longitude' THEN longitude_text
        WHEN 'latitude' THEN latitude_text
        WHEN 'easting' THEN easting_text
        WHEN 'northing' THEN northing_text
    END AS fault_text
FROM final;
