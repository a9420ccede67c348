-- Purpose: the id of each row that can be used and has one, as a hash; written as find_copies reads it.
-- Reads: staged_incidents.
SELECT hash(coalesce('record ' || record_id, incident_id)) AS identity_hash
FROM staged_incidents
WHERE fault IS NULL AND coalesce(record_id, incident_id) IS NOT NULL;
