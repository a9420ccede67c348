-- Purpose: what becomes of each row of counts, and in which area it counts. A count has no point: of an area that was
-- split nobody can tell which part is meant.
-- A view, as settled_incidents is.
-- Reads: staged_counts, staged_files, repeated_counts, force_areas, changed_codes. Writes: settled_counts.
CREATE OR REPLACE TEMP VIEW settled_counts AS
WITH located AS (
    SELECT
        staged.*,
        first_file.name AS first_file_name,
        copy.first_row_number,
        staged.stated_area_code IN (SELECT area_code FROM force_areas) AS is_known,
        changed.old_code IS NOT NULL AS is_changed,
        changed.new_code
    FROM staged_counts AS staged
    LEFT JOIN repeated_counts AS copy
        ON staged.source_id = copy.source_id AND staged.row_number = copy.row_number
    LEFT JOIN staged_files AS first_file ON copy.first_source_id = first_file.source_id
    LEFT JOIN changed_codes AS changed ON staged.stated_area_code = changed.old_code
),

decided AS (
    SELECT
        *,
        CASE
            WHEN fault IS NOT NULL THEN 'quarantined'
            WHEN first_row_number IS NOT NULL THEN 'exact duplicate'
            WHEN is_known OR new_code IS NOT NULL THEN 'placed'
            WHEN is_changed THEN 'quarantined'
            WHEN stated_area_code IS NULL THEN 'no location'
            ELSE 'out of force'
        END AS settled_as
    FROM located
)

SELECT
    source_id,
    row_number,
    occurred_month,
    stated_area_code,
    stated_district,
    crime_type,
    incident_count,
    CASE WHEN settled_as = 'placed' THEN if(is_known, stated_area_code, new_code) END AS area_code,
    settled_as,
    CASE settled_as
        WHEN 'quarantined' THEN coalesce(fault.column_name, 'area_code')
        WHEN 'out of force' THEN 'area_code'
    END AS column_name,
    CASE settled_as
        WHEN 'quarantined' THEN coalesce(fault.reason, 'names an area that was split, and a count has no point')
        WHEN 'out of force' THEN 'lies outside the force'
        WHEN 'exact duplicate' THEN 'is a copy of another row'
    END AS reason,
    CASE WHEN settled_as = 'exact duplicate' THEN format('line {} of ''{}''', first_row_number, first_file_name) END AS details
FROM decided;
