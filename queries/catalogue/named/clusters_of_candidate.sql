-- The clusters of points inside a candidate, by incidents or by harm, and points that represent a building.
-- Parameters:
--   candidate (text, default null): id of a candidate, as BE-1; every candidate if left out
--   weighted_by (text, one of incident_count | harm_days, default incident_count): what a point weighs
--   limit (integer, default 20): most clusters
-- Columns:
--   candidate_id: candidate
--   micro_place_id "Cluster": kind, reach and place; the same from run to run
--   kind: cluster, or snap point: one that has most of what happens around it
--   easting_m [m]: centre, metres east, EPSG:27700
--   northing_m [m]: centre, metres north, EPSG:27700
--   radius_m [m]: radius of a circle as large as its outline; far above 150 m it is a district rather than a place
--   incident_count [records]: recorded crimes over the period
--   harm_days [days of imprisonment]: harm over the period
--   point_count [locations]: distinct points in it
--   largest_point_share [share]: share of its incidents on its busiest point
-- Empty: The sources give no points, or none of them make a cluster. The table table_notes says which.
-- Example: impact-areas queries run clusters_of_candidate

WITH final AS (
    SELECT
        within AS candidate_id,
        micro_place_id,
        kind,
        easting_m,
        northing_m,
        radius_m,
        incident_count,
        harm_days,
        point_count,
        largest_point_share
    FROM micro_clusters
    WHERE weighted_by = $weighted_by AND ($candidate IS NULL OR within = $candidate)
)

SELECT * FROM final
ORDER BY if($weighted_by = 'harm_days', harm_days, incident_count) DESC, candidate_id, micro_place_id
LIMIT $limit;
