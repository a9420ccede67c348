-- Each unit's share of need, beside its share of the posts where an establishment is given. No formula for posts.
-- Columns:
--   npu_code "NPU": unit
--   npu_name "Name": its name
--   resident_share [share] "Residents": share of the force's residents
--   crime_share [share] "Crime": share of the force's recorded crime
--   demand_share [share] "Demand": share of the force's weighted demand
--   deprivation_share [share] "Deprivation": share of the force's residents times deprivation score
--   harm_share [share] "Harm": share of the force's harm
--   need_share [share] "Need": mean of the four by the weights of the strands
--   need_share_low [share] "Need, low": lower end of its 90% interval over other weights
--   need_share_high [share] "Need, high": upper end of its 90% interval over other weights
--   establishment [posts] "Posts": given; empty where none are
--   establishment_share [share] "Posts, share": share of the force's posts
--   share_difference [share] "Posts less need": share of posts less share of need
--   establishment_by_need [posts] "Posts by need": what the share of need would give
-- Empty: No area was measured.
-- Example: impact-areas queries run npu_shares

WITH final AS (
    SELECT
        npu_code,
        npu_name,
        resident_share,
        crime_share,
        demand_share,
        deprivation_share,
        harm_share,
        need_share,
        need_share_low,
        need_share_high,
        establishment,
        establishment_share,
        share_difference,
        establishment_by_need
    FROM npu_shares LEFT JOIN npus USING (npu_code)
)

SELECT * FROM final
ORDER BY npu_code;
