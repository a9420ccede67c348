-- How much happens where it happened before: shares of incidents at points with two, three or five and more.
-- Parameters:
--   npu (text, default null): code of a unit; the force and every unit if left out
--   crime_type (text, default All recorded crime): type, or All recorded crime
-- Columns:
--   npu_code "NPU": unit; empty for the whole force
--   location_count [locations] "Points": points with an incident, to the metre
--   incident_count [incidents] "Incidents": over the complete months
--   incident_share_2 [share] "Two and more": of incidents, on points with two or more
--   incident_share_3 [share] "Three and more": on points with three or more
--   incident_share_5 [share] "Five and more": on points with five or more
--   snap_point_share [share] "On artefacts": on points that represent a building or are an artefact
--   points_snapped [yes or no] "Points from a list": then a repeat is a street's and no victim's
-- Empty: The sources give no points, or too few incidents to tell without naming an address.
-- Example: impact-areas queries run repeat_shares

WITH final AS (
    SELECT
        npu_code,
        location_count,
        incident_count,
        incident_share_2,
        incident_share_3,
        incident_share_5,
        snap_point_share,
        points_snapped
    FROM repeat_location_shares
    WHERE area_code = '' AND crime_type = $crime_type AND ($npu IS NULL OR npu_code = $npu)
)

SELECT * FROM final
ORDER BY npu_code;
