-- What it would cost to swap one area of a candidate for one that touches it: how sharp its edge is.
-- Parameters:
--   candidate (text, default null): unit and place, as BE-1; every candidate if left out
-- Columns:
--   candidate_id "Place": the candidate
--   swap_number [number] "Swap": 1 costs least
--   area_out "Out": code of the area dropped
--   name_out "Name": its name
--   area_in "In": code of the area added
--   name_in "Name of the other": its name
--   cost_points [points] "Costs": need-score points
--   cost_share [share] "Share of its value": the cost as a share of the candidate's value
-- Empty: No swap keeps the place within its caps.
-- Example: impact-areas queries run swaps_of_candidate

WITH final AS (
    SELECT
        candidate_id,
        swap_number,
        area_out,
        gone.area_name AS name_out,
        area_in,
        come.area_name AS name_in,
        cost_points,
        cost_share
    FROM candidate_swaps
    LEFT JOIN areas AS gone ON gone.area_code = area_out
    LEFT JOIN areas AS come ON come.area_code = area_in
    WHERE $candidate IS NULL OR candidate_id = $candidate
)

SELECT * FROM final
ORDER BY candidate_id, swap_number;
