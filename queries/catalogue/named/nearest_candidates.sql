-- The candidates nearest to an area, edge to edge.
-- Parameters:
--   area (text, default null): code of an area; the highest in need outside every candidate if left out
--   limit (integer, default 5): rows at most; all if null
-- Columns:
--   area_code "Area": the area asked about
--   area_name "Name": its name
--   candidate_id "Candidate": unit and place, as BE-1
--   candidate_name "Place": name, from its wards
--   distance_m [metres] "Metres": from edge to edge, straight; 0 where they touch or the area is part of it
--   is_part [yes or no] "Part of it": whether the area belongs to the candidate
--   same_npu [yes or no] "Same unit": whether both lie in one unit; candidates never cross the edge of one
--   need_score [0 to 100] "Need": mean need score of the candidate
-- Empty: No place was proposed.
-- Example: impact-areas queries run nearest_candidates --limit 3

WITH chosen AS (
    SELECT area_code, area_name, npu_code, geometry
    FROM areas LEFT JOIN ranking USING (area_code)
    WHERE area_code = $area OR ($area IS NULL AND area_code NOT IN (SELECT area_code FROM candidate_areas))
    ORDER BY rank NULLS LAST, area_code
    LIMIT 1
),

-- ST_Distance of two polygons is wrong in DuckDB's spatial 1.5.5 (0 for some that lie apart); the shortest line is right.
measured AS (
    SELECT
        candidate_id,
        min(coalesce(ST_Length(ST_ShortestLine(areas.geometry, chosen.geometry)), 0)) AS distance_m,
        bool_or(areas.area_code = chosen.area_code) AS is_part
    FROM candidate_areas JOIN areas USING (area_code) CROSS JOIN chosen
    GROUP BY candidate_id
),

final AS (
    SELECT
        area_code,
        area_name,
        candidate_id,
        candidate_name,
        distance_m,
        is_part,
        candidates.npu_code = chosen.npu_code AS same_npu,
        need_score
    FROM measured JOIN candidates USING (candidate_id) CROSS JOIN chosen
)

SELECT * FROM final
ORDER BY distance_m, is_part DESC, same_npu DESC, candidate_id
LIMIT $limit;
