-- Groups of areas with more incidents than their residents would explain (Kulldorff's scan). Context, never a class.
-- Parameters:
--   crime_type (text, default null): type, or All recorded crime; everything that was scanned if left out
-- Columns:
--   crime_type "Type": type
--   scan_cluster_id [number] "Cluster": 1 is the most likely one
--   centre_area_name "Around": area that the window grew from
--   npu_code "NPU": its unit
--   area_count [areas] "Areas": areas in it
--   incident_count [incidents] "Incidents": incidents in it
--   expected_count [incidents] "Expected": if risk were equal everywhere
--   relative_risk [times] "Relative risk": inside over outside
--   p_value [probability] "p value": share of simulated surfaces with a ratio at least as high
-- Empty: No scan was asked for: set scan_draws in [statistics] of the configuration.
-- Example: impact-areas queries run scan_windows

WITH final AS (
    SELECT
        crime_type,
        scan_cluster_id,
        area_name AS centre_area_name,
        npu_code,
        scan_clusters.area_count,
        incident_count,
        expected_count,
        relative_risk,
        p_value
    FROM scan_clusters LEFT JOIN areas ON area_code = centre_area_code
    WHERE $crime_type IS NULL OR crime_type = $crime_type
)

SELECT * FROM final
ORDER BY crime_type, scan_cluster_id;
