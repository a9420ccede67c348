-- Neighbourhood Policing Units, or what is used in place of them, with their outline and what lies in them.
-- Columns:
--   npu_code "Unit": code of the unit
--   npu_name "Unit name": name of the unit
--   area_count [areas]: small areas in the unit
--   population [persons]: usual residents
--   crime_count [records]: recorded crimes over the period, anti-social behaviour not among them
--   demand_count [weighted records]: anti-social behaviour and graded calls over the period
--   harm_days [days of imprisonment]: harm over the period, without police-generated types
--   need_share [share]: mean of its shares of the force's crime, demand, deprivation and harm, by the weights of the strands, 0 to 1
--   need_share_low [share]: lower end of its 90% interval over other weights
--   need_share_high [share]: upper end of its 90% interval over other weights
--   establishment_share [share]: share of the force's posts, 0 to 1; null where no posts are given
--   share_difference [share]: share of posts less share of need, -1 to 1; no formula for posts
--   candidate_count [candidates]: places proposed in it

WITH measured AS (
    SELECT
        npu_code,
        sum(crime_count) AS crime_count,
        sum(demand_count) AS demand_count,
        sum(harm_days) AS harm_days
    FROM areas JOIN area_measures USING (area_code)
    GROUP BY npu_code
),

proposed AS (
    SELECT npu_code, count(*) AS candidate_count FROM candidates GROUP BY npu_code
),

final AS (
    SELECT
        'npu ' || npu_code AS shape,
        npu_code AS feature_id,
        npu_code,
        npu_name,
        area_count,
        population,
        crime_count::BIGINT AS crime_count,
        demand_count,
        harm_days,
        need_share,
        need_share_low,
        need_share_high,
        establishment_share,
        share_difference,
        coalesce(candidate_count, 0) AS candidate_count
    FROM npus
    LEFT JOIN measured USING (npu_code)
    LEFT JOIN proposed USING (npu_code)
    LEFT JOIN npu_shares USING (npu_code)
)

SELECT * FROM final
ORDER BY npu_code;
