-- The areas most like one area by the chosen covariates, wherever in the force they lie, and where they rank.
-- Parameters:
--   area (text, default null): code of an area; the one of highest need if left out
-- Columns:
--   area_code "Area": the area asked for
--   place [place]: 1 is the most alike
--   similar_code "Similar area": official code of an area that is like it
--   area_name "Name": name of that area
--   npu_code "NPU": unit that it belongs to
--   distance [standard deviations] "Apart (standard deviations)": how far apart the two are on the covariates
--   rank [place]: its place in the force by need
-- Empty: No similar areas were found; table_notes says why.
-- Example: impact-areas queries run similar_to

WITH chosen AS (
    SELECT area_code FROM ranking WHERE area_code = $area OR ($area IS NULL AND rank = 1)
),

final AS (
    SELECT
        similar_areas.area_code,
        similar_areas.place,
        similar_code,
        area_name,
        npu_code,
        distance,
        ranking.rank
    FROM similar_areas
    SEMI JOIN chosen USING (area_code)
    JOIN areas ON areas.area_code = similar_code
    JOIN ranking ON ranking.area_code = similar_code
)

SELECT * FROM final
ORDER BY area_code, place;
