-- Each unit, ward, team or district in one row: how much, how it ranks, how it changed, its busiest month and its commonest type.
-- Parameters:
--   level (text, one of npu | district | ward | team, default npu): kind of place
--   crime_type (text, default All recorded crime): type, All recorded crime or All demand
-- Columns:
--   place_name "Place": unit, district, ward or team; an area in no ward or team is listed under its own name
--   place [place]: 1 has the highest count over the year
--   area_count [areas] "Areas": small areas in it
--   population [persons] "Residents": usual residents
--   incident_count [incidents] "Last 12 months": incidents in the last 12 months, complete months only
--   rate_per_1000 [per 1,000 residents] "Per 1,000 residents": of the same; empty where residents are not known
--   rate_place [place] "Place by rate": 1 has the highest rate
--   change_share [share] "Change on the year": against the same months a year before; empty where there were none
--   change_class "Change": rose against the force, fell against the force, or moved with the force, judged by placebo places; or not comparable, where the share of incidents with a location moved
--   peak_month [month] "Busiest month": month of the last 12 with most incidents
--   peak_count [incidents] "In that month": incidents in it
--   commonest_type "Commonest type": type with most incidents over the last 12 months
-- Empty: No incident of this type fell in a complete month.
-- Example: impact-areas queries run place_overview --level ward --crime-type Burglary

WITH
-- include complete_months

last_year AS (
    SELECT month, month - INTERVAL 12 MONTHS IN (FROM complete_months) AS has_pair
    FROM complete_months
    WHERE month > (SELECT max(month) FROM complete_months) - INTERVAL 12 MONTHS
),

-- include placed

-- include not_comparable

places AS (
    SELECT place_code, min(place_name) AS place_name, count(*) AS area_count, sum(population) AS population
    FROM placed
    GROUP BY place_code
),

-- include counted_types

monthly AS (
    SELECT place_code, month, crime_type, sum(incident_count) AS incident_count
    FROM area_months JOIN placed USING (area_code)
    WHERE crime_type IN (FROM counted_types) AND month IN (FROM complete_months)
    GROUP BY ALL
),

this_year AS (
    SELECT place_code, sum(incident_count) AS incident_count, sum(incident_count) FILTER (has_pair) AS paired_count
    FROM monthly JOIN last_year USING (month)
    GROUP BY place_code
),

year_before AS (
    SELECT place_code, sum(incident_count) AS before_count
    FROM monthly JOIN last_year ON monthly.month = last_year.month - INTERVAL 12 MONTHS
    GROUP BY place_code
),

force AS (SELECT sum(paired_count) AS all_after, sum(before_count) AS all_before FROM this_year FULL JOIN year_before USING (place_code)),

measured AS (
    SELECT
        place_code,
        $crime_type AS crime_type,
        before_count,
        paired_count AS after_count,
        all_before,
        all_after,
        area_count,
        1.96 AS z
    FROM this_year
    JOIN year_before USING (place_code)
    JOIN places USING (place_code)
    CROSS JOIN force
),

-- include judged_changes

peaks AS (
    SELECT place_code, arg_max(month, (incident_count, -epoch(month))) AS peak_month, max(incident_count) AS peak_count
    FROM (
        SELECT place_code, month, sum(incident_count) AS incident_count
        FROM monthly JOIN last_year USING (month)
        GROUP BY ALL
    )
    GROUP BY place_code
),

types AS (
    SELECT place_code, min_by(crime_type, (-incident_count, crime_type)) AS commonest_type
    FROM (
        SELECT place_code, crime_type, sum(incident_count) AS incident_count
        FROM monthly JOIN last_year USING (month)
        GROUP BY ALL
    )
    GROUP BY place_code
),

final AS (
    SELECT
        place_name,
        rank() OVER (ORDER BY coalesce(incident_count, 0) DESC) AS place,
        area_count,
        population,
        coalesce(incident_count, 0)::BIGINT AS incident_count,
        1000 * coalesce(incident_count, 0) / nullif(population, 0) AS rate_per_1000,
        rank() OVER (ORDER BY coalesce(incident_count, 0) / nullif(population, 0) DESC NULLS LAST) AS rate_place,
        if(words IS NULL, coalesce(paired_count, 0) / nullif(before_count, 0) - 1, NULL) AS change_share,
        CASE
            WHEN words IS NOT NULL THEN words
            WHEN log_change - half_width > 0 THEN 'rose against the force'
            WHEN log_change + half_width < 0 THEN 'fell against the force'
            WHEN log_change IS NOT NULL THEN 'moved with the force'
        END AS change_class,
        peak_month,
        peak_count::BIGINT AS peak_count,
        commonest_type,
        place_code
    FROM places
    LEFT JOIN this_year USING (place_code)
    LEFT JOIN year_before USING (place_code)
    LEFT JOIN judged USING (place_code)
    LEFT JOIN not_comparable USING (place_code)
    LEFT JOIN peaks USING (place_code)
    LEFT JOIN types USING (place_code)
    WHERE EXISTS (FROM this_year)
)

SELECT * EXCLUDE (place_code) FROM final
ORDER BY place, place_name, place_code;
