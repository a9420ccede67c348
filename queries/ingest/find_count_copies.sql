-- Purpose: counts given more than once for the same area, month and type; contradictory where the figures differ.
-- Reads: staged_counts. Writes: repeated_counts (copy_number 1 is the one that is kept).
CREATE OR REPLACE TEMP TABLE repeated_counts AS
WITH compared AS (
    SELECT
        source_id,
        row_number,
        row_number() OVER same AS copy_number,
        first_value(source_id) OVER same AS first_source_id,
        first_value(row_number) OVER same AS first_row_number,
        first_value(incident_count) OVER same <> incident_count AS contradicts
    FROM staged_counts
    WHERE fault IS NULL AND stated_area_code IS NOT NULL
    WINDOW same AS (
        PARTITION BY stated_area_code, occurred_month, crime_type ORDER BY source_id, row_number
    )
)

FROM compared WHERE copy_number > 1;
