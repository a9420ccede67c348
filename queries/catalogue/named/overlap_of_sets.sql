-- How far two sets of areas are the same: candidates, hotspots, the most deprived, the top tenths.
-- Parameters:
--   first (text, one of candidates | hotspots | most_deprived | top_need | top_crime | top_demand | top_harm, default null): one set; all if left out
--   second (text, one of candidates | hotspots | most_deprived | top_need | top_crime | top_demand | top_harm, default null): the other; all if left out
--   share (number, from 0.001 to 1, default 0.1): share of the force's assessed areas in the top and most-deprived sets
-- Columns:
--   first_set "First set": candidates; hotspots of all recorded crime; or the top areas by one value
--   second_set "Second set": likewise
--   first_count [areas] "Areas in the first": areas
--   second_count [areas] "Areas in the second": areas
--   both_count [areas] "In both": areas
--   share_of_first [share] "Share of the first": that lies in the second too
--   share_of_second [share] "Share of the second": that lies in the first too
--   times_chance [times] "Times chance": areas in both over those expected if the sets had nothing to do with each other
--   both_crime_share [share] "Crime in both": share of the force's recorded crime in the areas of both
-- Empty: One of the sets is empty here.
-- Example: impact-areas queries run overlap_of_sets --first hotspots --second most_deprived

WITH assessed AS (
    SELECT
        area_code,
        percent_rank() OVER (ORDER BY need_score DESC) AS need_place,
        percent_rank() OVER (ORDER BY crime_score DESC) AS crime_place,
        percent_rank() OVER (ORDER BY demand_score DESC) AS demand_place,
        percent_rank() OVER (ORDER BY harm_score DESC) AS harm_place,
        percent_rank() OVER (ORDER BY deprivation_score DESC) AS deprivation_place
    FROM ranking
    WHERE assessable
),

-- include all_crime

members AS (
    SELECT 'candidates' AS set_name, area_code FROM candidate_areas
    UNION ALL
    SELECT 'hotspots', area_code FROM all_crime WHERE starts_with(hotspot_class, 'hotspot')
    UNION ALL
    SELECT 'most_deprived', area_code FROM assessed WHERE deprivation_place < $share
    UNION ALL
    SELECT 'top_need', area_code FROM assessed WHERE need_place < $share
    UNION ALL
    SELECT 'top_crime', area_code FROM assessed WHERE crime_place < $share
    UNION ALL
    SELECT 'top_demand', area_code FROM assessed WHERE demand_place < $share
    UNION ALL
    SELECT 'top_harm', area_code FROM assessed WHERE harm_place < $share
),

sizes AS (
    SELECT set_name, count(*) AS area_count FROM members GROUP BY set_name
),

pairs AS (
    SELECT one.set_name AS first_set, other.set_name AS second_set, one.area_count AS first_count, other.area_count AS second_count
    FROM sizes AS one CROSS JOIN sizes AS other
    WHERE
        one.set_name <> other.set_name
        AND ($first IS NULL OR one.set_name = $first)
        AND ($second IS NULL OR other.set_name = $second)
        AND ($first IS NOT NULL OR $second IS NOT NULL OR one.set_name < other.set_name)
),

shared AS (
    SELECT one.set_name AS first_set, other.set_name AS second_set, count(*) AS both_count, sum(crime_count) AS crime_count
    FROM members AS one
    JOIN members AS other USING (area_code)
    JOIN area_measures USING (area_code)
    GROUP BY ALL
),

final AS (
    SELECT
        first_set,
        second_set,
        first_count,
        second_count,
        coalesce(both_count, 0) AS both_count,
        coalesce(both_count, 0) / first_count AS share_of_first,
        coalesce(both_count, 0) / second_count AS share_of_second,
        coalesce(both_count, 0) * (SELECT count(*) FROM areas) / (first_count * second_count) AS times_chance,
        coalesce(crime_count, 0) / (SELECT nullif(sum(crime_count), 0) FROM area_measures) AS both_crime_share
    FROM pairs LEFT JOIN shared USING (first_set, second_set)
)

SELECT * FROM final
ORDER BY first_set, second_set;
