-- An area beside those that touch it: does trouble stop at its edge?
-- Parameters:
--   area (text, default null): code of an area; the one of highest need if left out
-- Columns:
--   area_code "Area": the area first, then its neighbours
--   area_name "Name": its name
--   npu_code "NPU": unit that it belongs to
--   is_itself [yes or no] "The area itself": yes for the first row
--   rank [place]: place in the force; 1 has the highest need
--   need_score [0 to 100] "Need": weighted mean of the four strands
--   crime_count [records] "Recorded crimes": over the period
--   hotspot_class "Hotspot": hotspot where it and its neighbours are high together in recorded crime
--   candidate_id "Candidate": candidate that it is part of; empty where none
-- Empty: No area was ranked.
-- Example: impact-areas queries run neighbours_of_area

WITH chosen AS (
    SELECT area_code FROM ranking
    WHERE area_code = $area OR ($area IS NULL AND rank = 1)
    ORDER BY area_code
    LIMIT 1
),

around AS (
    SELECT area_code, true AS is_itself FROM chosen
    UNION ALL
    SELECT neighbour_code, false FROM area_neighbours WHERE area_code IN (FROM chosen)
),

-- include all_crime

final AS (
    SELECT
        area_code,
        area_name,
        npu_code,
        is_itself,
        rank,
        need_score,
        crime_count,
        hotspot_class,
        candidate_id
    FROM around
    JOIN areas USING (area_code)
    JOIN ranking USING (area_code)
    JOIN area_measures USING (area_code)
    LEFT JOIN all_crime USING (area_code)
    LEFT JOIN candidate_areas USING (area_code)
)

SELECT * FROM final
ORDER BY is_itself DESC, rank NULLS LAST, area_code;
