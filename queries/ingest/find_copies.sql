-- Purpose: rows whose id is on another row too: exact copies, earlier records of the same crime, and those that differ.
-- A blank id is never compared: it is normal for anti-social behaviour. An API record is known by its number alone;
-- anything else is a copy only if everything we keep of it is the same. Rows that differ only in month or outcome are
-- one crime, published again: the latest month is kept, and of one month the row with an outcome, then the last read.
-- An id on more than $most rows of a file is no id ("0", "unknown").
-- Parameters: $keep_latest (BOOLEAN), whether earlier records are replaced; $most (BIGINT).
-- Reads: staged_incidents, repeated_hashes (of ids that may be repeated).
-- Writes: repeated_ids (every row on a repeated id; one is kept where copy_number is 1 and it is not replaced; first_*
-- is the row that is kept in its stead).
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
        occurred_month,
        outcome,
        CASE
            WHEN record_id IS NULL
                THEN row(
                    occurred_at, crime_type, longitude, latitude, easting_m, northing_m, stated_area_code, location_name
                )
        END AS crime
    FROM identified
    WHERE hash(identity) IN (SELECT identity_hash FROM repeated_hashes)
    QUALIFY count(*) OVER (PARTITION BY identity, source_id) <= $most
),

numbered AS (
    SELECT
        *,
        row_number() OVER same AS copy_number,
        first_value(source_id) OVER same AS copied_source_id,
        first_value(row_number) OVER same AS copied_row_number,
        count(*) OVER (PARTITION BY identity) AS identity_count
    FROM compared
    WINDOW same AS (
        PARTITION BY identity, crime, if(crime IS NULL, NULL, occurred_month), if(crime IS NULL, NULL, outcome)
        ORDER BY source_id, row_number
    )
),

final AS (
    SELECT
        source_id,
        row_number,
        identity,
        incident_id,
        copy_number,
        first_value(source_id) OVER later AS latest_source_id,
        first_value(row_number) OVER later AS latest_row_number,
        copied_source_id,
        copied_row_number,
        $keep_latest AND crime IS NOT NULL AND copy_number = 1 AND row_number() OVER later > 1 AS is_replaced
    FROM numbered
    WHERE identity_count > 1
    WINDOW later AS (
        PARTITION BY identity, crime
        ORDER BY copy_number = 1 DESC, occurred_month DESC, outcome IS NOT NULL DESC, source_id DESC, row_number DESC
    )
)

SELECT
    source_id,
    row_number,
    identity,
    incident_id,
    copy_number,
    is_replaced,
    if(is_replaced, latest_source_id, copied_source_id) AS first_source_id,
    if(is_replaced, latest_row_number, copied_row_number) AS first_row_number
FROM final;
