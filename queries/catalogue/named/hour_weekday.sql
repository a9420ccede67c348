-- When incidents happen: every hour of every weekday, from the sources that give a time, complete months only.
-- Parameters:
--   crime_type (text, default null): type, All recorded crime or All demand; everything with a time if left out
--   npu (text, default null): code of a unit; every unit if left out
--   area (text, default null): code of an area; every area if left out
-- Columns:
--   weekday "Weekday": Monday to Sunday
--   hour [hour of the day] "Hour": 18 is 18:00 to 18:59, local time
--   incident_count [incidents] "Incidents": incidents in that hour of that weekday
--   times_usual [times] "Times the usual hour": against the mean of all 168 hours of the week
--   place [place]: 1 is the busiest hour of the week
-- Empty: No source gives the time of day here. Open street-level data state the month only; a call log states the time.
-- Example: impact-areas queries run hour_weekday --crime-type Burglary

WITH
-- include complete_months

counted_types AS (
    SELECT crime_type FROM crime_types
    WHERE
        $crime_type IS NULL
        OR crime_type = $crime_type
        OR ($crime_type = 'All recorded crime' AND kind = 'crime')
        OR ($crime_type = 'All demand' AND kind <> 'crime')
),

timed AS (
    SELECT isodow(occurred_at) AS weekday_number, hour(occurred_at) AS hour, count(*) AS incident_count
    FROM incidents JOIN areas USING (area_code)
    WHERE
        occurred_at IS NOT NULL
        AND crime_type IN (FROM counted_types)
        AND occurred_month IN (FROM complete_months)
        AND ($npu IS NULL OR npu_code = $npu)
        AND ($area IS NULL OR area_code = $area)
    GROUP BY ALL
),

week AS (
    SELECT weekday_number, hour
    FROM range(1, 8) AS weekdays (weekday_number), range(24) AS hours (hour)
    WHERE EXISTS (FROM timed)
),

final AS (
    SELECT
        ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'][weekday_number] AS weekday,
        hour,
        coalesce(incident_count, 0) AS incident_count,
        coalesce(incident_count, 0) / avg(coalesce(incident_count, 0)) OVER () AS times_usual,
        rank() OVER (ORDER BY coalesce(incident_count, 0) DESC) AS place,
        weekday_number
    FROM week LEFT JOIN timed USING (weekday_number, hour)
)

SELECT * EXCLUDE (weekday_number) FROM final
ORDER BY place, weekday_number, hour;
