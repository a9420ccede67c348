-- When the incidents of each candidate come, by weekday (1 is Monday) and hour (0 to 23, local time).
-- Only sources that give a time of day count: one that gives days alone says midnight for all of them.
WITH timed_sources AS (
    SELECT source_id
    FROM incidents
    WHERE occurred_at IS NOT NULL
    GROUP BY source_id
    HAVING avg((date_part('hour', occurred_at) = 0)::INTEGER) < 0.5
),

final AS (
    SELECT
        candidate_areas.candidate_id,
        date_part('isodow', incidents.occurred_at)::INTEGER AS weekday,
        date_part('hour', incidents.occurred_at)::INTEGER AS hour,
        count(*) AS incident_count
    FROM incidents
    INNER JOIN timed_sources USING (source_id)
    INNER JOIN candidate_areas USING (area_code)
    INNER JOIN (SELECT DISTINCT month FROM month_coverage WHERE complete) AS months
        ON incidents.occurred_month = months.month
    WHERE incidents.occurred_at IS NOT NULL
    GROUP BY ALL
)

FROM final ORDER BY ALL
