-- Purpose: rows whose id stands on an earlier row too: exact copies, and those that differ.
-- A blank id is never compared: it is normal for anti-social behaviour. An API record is known by its number alone;
-- anything else is a copy only if everything we keep of it is the same.
-- Reads: staged_incidents, repeated_hashes (of ids that may be repeated). Writes: repeated_ids (every row on a repeated id; copy_number 1 is the one that is kept).
CREATE OR REPLACE TEMP TABLE repeated_ids AS
WITH identified AS (
    SELECT *, coalesce('record ' || record_id, incident_id) AS identity
    FROM staged_incidents
    WHERE fault IS NULL AND coalesce(record_id, incident_id) IS NOT NULL
),

compared AS (
    SELECT
        source_id,
        row_number,
        identity,
        incident_id,
        CASE
            WHEN record_id IS NULL
                THEN row(
                    occurred_month, occurred_at, crime_type, longitude, latitude, easting_m, northing_m,
                    stated_area_code, location_name, outcome
                )
        END AS content
    FROM identified
    WHERE hash(identity) IN (SELECT identity_hash FROM repeated_hashes)
),

final AS (
    SELECT
        source_id,
        row_number,
        identity,
        incident_id,
        row_number() OVER same AS copy_number,
        first_value(source_id) OVER same AS first_source_id,
        first_value(row_number) OVER same AS first_row_number,
        count(*) OVER (PARTITION BY identity) AS identity_count
    FROM compared
    WINDOW same AS (PARTITION BY identity, content ORDER BY source_id, row_number)
)

SELECT * EXCLUDE (identity_count) FROM final WHERE identity_count > 1;
