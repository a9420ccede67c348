-- The cells inside a candidate that have most recorded crime; small cells are left out, so that none shows a single incident.
-- Parameters:
--   candidate (text, default null): id of a candidate, as BE-1; every candidate if left out
--   limit (integer, default 20): most cells
-- Columns:
--   candidate_id: candidate
--   micro_place_id "Cell": kind, size and place; the same from run to run
--   easting_m [m]: centre, metres east, EPSG:27700
--   northing_m [m]: centre, metres north, EPSG:27700
--   incident_count [records]: recorded crimes over the period
--   harm_days [days of imprisonment]: harm over the period
--   point_count [distinct points]: distinct points in it
--   largest_point_share [share]: share of its incidents on its busiest point
--   snap_point [yes or no]: whether that point is a building or an artefact of how points are placed
-- Empty: The sources give no points, or no cell has enough incidents. The table table_notes says which.
-- Example: impact-areas queries run micro_places_of_candidate --limit 5

WITH final AS (
    SELECT
        within AS candidate_id,
        micro_place_id,
        easting_m,
        northing_m,
        incident_count,
        harm_days,
        point_count,
        largest_point_share,
        snap_point
    FROM micro_places
    WHERE within <> '' AND ($candidate IS NULL OR within = $candidate)
    ORDER BY incident_count DESC, candidate_id, micro_place_id
    LIMIT $limit
)

SELECT * FROM final
ORDER BY incident_count DESC, candidate_id, micro_place_id;
