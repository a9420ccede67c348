-- Share of incidents that have a location, by month and crime type.
-- Parameters:
--   crime_type (text, default null): one crime type; all if left out
-- Columns:
--   month [date]: first day of the month
--   crime_type "Crime type": crime type
--   located_count [incidents] "Located": incidents placed in an area of the force
--   unlocated_count [incidents] "No location": incidents that state no location
--   located_share [share] "Located share": located over all; areas of two periods are compared only where it did not move
-- Empty: No incident was counted.
-- Example: impact-areas queries run located_share --crime-type Burglary

WITH final AS (
    SELECT month, crime_type, located_count, unlocated_count, located_share
    FROM located_share
    WHERE crime_type = coalesce($crime_type, crime_type)
)

SELECT * FROM final
ORDER BY month, crime_type;
