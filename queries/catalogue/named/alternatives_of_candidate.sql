-- Nearly equal places that could replace a candidate, what each would cost, and which areas it drops and adds.
-- Parameters:
--   candidate (text, default null): unit and place, as BE-1; every candidate if left out
-- Columns:
--   candidate_id "Place": the candidate
--   alternative_number [number] "Alternative": 1 has the highest value
--   cost_share [share] "Costs": share of the candidate's value that it would cost; below 0 where its value is higher
--   dropped "Drops": names of its areas that the alternative does not have
--   added "Adds": names of the areas that it has instead
--   area_count [areas] "Areas": small areas of the alternative
--   population [persons] "Residents": usual residents of the alternative
-- Empty: No alternative was asked for, or no place nearly as good was found.
-- Example: impact-areas queries run alternatives_of_candidate

WITH members AS (
    SELECT candidate_id, alternative_number, area_code
    FROM candidate_alternative_areas
),

added AS (
    SELECT candidate_id, alternative_number, string_agg(area_name, ', ' ORDER BY area_name) AS added
    FROM members ANTI JOIN candidate_areas USING (candidate_id, area_code) JOIN areas USING (area_code)
    GROUP BY ALL
),

dropped AS (
    SELECT candidate_id, alternative_number, string_agg(area_name, ', ' ORDER BY area_name) AS dropped
    FROM candidate_alternatives
    JOIN candidate_areas USING (candidate_id)
    ANTI JOIN members USING (candidate_id, alternative_number, area_code)
    JOIN areas USING (area_code)
    GROUP BY ALL
),

final AS (
    SELECT
        candidate_id,
        alternative_number,
        cost_share,
        coalesce(dropped, '') AS dropped,
        coalesce(added, '') AS added,
        area_count,
        population
    FROM candidate_alternatives
    LEFT JOIN dropped USING (candidate_id, alternative_number)
    LEFT JOIN added USING (candidate_id, alternative_number)
    WHERE $candidate IS NULL OR candidate_id = $candidate
)

SELECT * FROM final
ORDER BY candidate_id, alternative_number;
