-- Purpose: incidents per area, month and type, from incidents and from counts.
-- Reads: settled_incidents, settled_counts. Writes: area_months.
INSERT INTO area_months BY NAME
WITH placed AS (
    SELECT area_code, occurred_month, crime_type, 1 AS incident_count
    FROM settled_incidents
    WHERE settled_as = 'placed'
    UNION ALL
    SELECT area_code, occurred_month, crime_type, incident_count
    FROM settled_counts
    WHERE settled_as = 'placed'
)

SELECT area_code, occurred_month AS month, crime_type, sum(incident_count) AS incident_count
FROM placed
GROUP BY ALL
HAVING sum(incident_count) > 0
ORDER BY ALL;
