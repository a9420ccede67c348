-- Purpose: incidents that state no location, by month and type, from incidents and from counts.
-- Reads: settled_incidents, settled_counts.
WITH unlocated AS (
    SELECT occurred_month, crime_type, 1 AS incident_count FROM settled_incidents WHERE settled_as = 'no location'
    UNION ALL
    SELECT occurred_month, crime_type, incident_count FROM settled_counts WHERE settled_as = 'no location'
)

SELECT occurred_month::TIMESTAMP AS month, crime_type, sum(incident_count)::BIGINT AS incident_count
FROM unlocated
GROUP BY ALL
ORDER BY ALL;
