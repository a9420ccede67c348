-- Purpose: what becomes of each row of incidents, and in which area it counts.
-- A stated area code is used, even where the point falls in another polygon: points are snapped. A row is
-- quarantined, an exact duplicate, replaced by a later row of the same crime, placed, out of force, or without any
-- location, tried in this order. A code that the force does not have stands for another census if most of its points
-- lie inside the force: its rows are placed by their points, or the areas that replaced it would be emptied.
-- A view, because deciding again costs less than storing a second copy of every row.
-- Reads: staged_incidents, staged_files, repeated_ids, placed_points, force_areas, changed_codes, foreign_codes.
-- Writes: settled_incidents.
CREATE OR REPLACE TEMP VIEW settled_incidents AS
WITH located AS (
    SELECT
        staged.*,
        point.easting_m AS point_easting_m,
        point.northing_m AS point_northing_m,
        point.polygon_code,
        first_file.name AS first_file_name,
        copy.first_row_number,
        copy.is_replaced,
        staged.stated_area_code IN (SELECT area_code FROM force_areas) AS is_known,
        changed.old_code IS NOT NULL OR foreign_code.area_code IS NOT NULL AS is_changed,
        changed.new_code
    FROM staged_incidents AS staged
    LEFT JOIN placed_points AS point
        ON coalesce(staged.easting_m, staged.longitude) = point.x
        AND coalesce(staged.northing_m, staged.latitude) = point.y
        AND (staged.easting_m IS NOT NULL) = point.on_grid
    LEFT JOIN repeated_ids AS copy
        ON staged.source_id = copy.source_id AND staged.row_number = copy.row_number
        AND (copy.copy_number > 1 OR copy.is_replaced)
    LEFT JOIN staged_files AS first_file ON copy.first_source_id = first_file.source_id
    LEFT JOIN changed_codes AS changed ON staged.stated_area_code = changed.old_code
    LEFT JOIN foreign_codes AS foreign_code ON staged.stated_area_code = foreign_code.area_code
),

decided AS (
    SELECT
        *,
        CASE
            WHEN fault IS NOT NULL THEN 'quarantined'
            WHEN is_replaced THEN 'replaced'
            WHEN first_row_number IS NOT NULL THEN 'exact duplicate'
            WHEN is_known OR new_code IS NOT NULL THEN 'placed'
            WHEN is_changed AND point_easting_m IS NULL THEN 'quarantined'
            WHEN stated_area_code IS NOT NULL AND NOT is_changed THEN 'out of force'
            WHEN polygon_code IS NOT NULL THEN 'placed'
            WHEN longitude IS NULL AND easting_m IS NULL THEN 'no location'
            ELSE 'out of force'
        END AS settled_as
    FROM located
)

SELECT
    source_id,
    row_number,
    incident_id,
    occurred_month,
    occurred_at,
    crime_type,
    round(point_easting_m, 1) AS easting_m,
    round(point_northing_m, 1) AS northing_m,
    stated_area_code,
    stated_district,
    CASE
        WHEN settled_as <> 'placed' THEN NULL
        WHEN is_known THEN stated_area_code
        ELSE coalesce(new_code, polygon_code)
    END AS area_code,
    CASE
        WHEN settled_as <> 'placed' THEN 'none'
        WHEN is_known OR new_code IS NOT NULL THEN 'stated code'
        ELSE 'polygon'
    END AS placed_by,
    polygon_code,
    location_name,
    outcome,
    settled_as,
    CASE settled_as
        WHEN 'quarantined' THEN coalesce(fault.column_name, 'area_code')
        WHEN 'out of force' THEN if(stated_area_code IS NULL, NULL, 'area_code')
        WHEN 'exact duplicate' THEN 'incident_id'
        WHEN 'replaced' THEN 'incident_id'
    END AS column_name,
    CASE settled_as
        WHEN 'quarantined' THEN coalesce(fault.reason, 'names an area that was split, and there is no point to tell which part')
        WHEN 'out of force' THEN 'lies outside the force'
        WHEN 'exact duplicate' THEN 'is a copy of another row'
        WHEN 'replaced' THEN 'is an earlier record of a crime that stands on a later row'
    END AS reason,
    CASE
        WHEN settled_as IN ('exact duplicate', 'replaced')
            THEN format('line {} of ''{}''', first_row_number, first_file_name)
    END AS details
FROM decided;
