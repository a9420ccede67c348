-- Places of `placed` whose last two years do not compare, with the reason: the share of incidents of the parameter
-- `crime_type` that have a location moved, in one of their districts or in the force.

not_comparable AS (
    SELECT place_code, arg_max(words, (moves.district_code IS NOT NULL, abs(without_after - without_before))) AS words
    FROM (SELECT DISTINCT place_code, district_code FROM placed JOIN areas USING (area_code)) AS places_in_districts
    JOIN located_share_moves AS moves
        ON moves.district_code IS NULL OR moves.district_code = places_in_districts.district_code
    WHERE moves.crime_type = $crime_type AND NOT comparable
    GROUP BY place_code
)
