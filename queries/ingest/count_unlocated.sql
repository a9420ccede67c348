-- Purpose: incidents that no area could be found for, by month, type and district, from incidents and from counts. They
-- state no location, or an area that was split and no point to say which part is meant. The district is that of such
-- an area, or the one that a column of the source names, by code or by name; missing where neither is known.
-- Reads: settled_incidents, settled_counts, code_changes, areas.
WITH unlocated AS (
    SELECT
        occurred_month, crime_type, stated_area_code, stated_district, 1 AS incident_count, settled_as, column_name
    FROM settled_incidents
    UNION ALL
    SELECT occurred_month, crime_type, stated_area_code, stated_district, incident_count, settled_as, column_name
    FROM settled_counts
),

-- Districts by every word that a source may use for them.
words AS (
    SELECT DISTINCT lower(district_code) AS word, district_code FROM areas WHERE district_code IS NOT NULL
    UNION
    SELECT lower(min(district_name)), district_code FROM areas WHERE district_name IS NOT NULL GROUP BY district_code
),

named AS (
    SELECT word, min(district_code) AS district_code FROM words GROUP BY word HAVING count(DISTINCT district_code) = 1
),

-- The district of an area that was split, where all of its parts lie in one.
split AS (
    SELECT old_code, min(district_code) AS district_code
    FROM code_changes JOIN areas ON new_code = area_code
    GROUP BY old_code
    HAVING count(DISTINCT district_code) = 1
)

SELECT
    occurred_month::TIMESTAMP AS month,
    crime_type,
    coalesce(split.district_code, named.district_code) AS district_code,
    sum(incident_count)::BIGINT AS incident_count
FROM unlocated
LEFT JOIN split ON stated_area_code = old_code
LEFT JOIN named ON stated_district = word
WHERE settled_as = 'no location' OR (settled_as = 'quarantined' AND column_name = 'area_code')
GROUP BY ALL
ORDER BY ALL;
