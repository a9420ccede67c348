-- Purpose: what became of codes that the force no longer has: unchanged or merged codes have one successor; of a split
-- (or anything more complicated) only the point can say which successor is meant.
-- Reads: code_changes (old_code, new_code, change_code), force_areas (area_code). Writes: changed_codes.
CREATE OR REPLACE TEMP TABLE changed_codes AS
SELECT
    old_code,
    CASE WHEN bool_and(change_code IN ('U', 'M')) THEN min(new_code) END AS new_code
FROM code_changes
WHERE old_code NOT IN (SELECT area_code FROM force_areas)
GROUP BY old_code
HAVING bool_or(new_code IN (SELECT area_code FROM force_areas));
