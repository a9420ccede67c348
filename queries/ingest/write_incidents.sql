-- Purpose: the incidents that are kept: placed, or without any location.
-- Reads: settled_incidents. Writes: incidents.
INSERT INTO incidents BY NAME
SELECT
    source_id, row_number, incident_id, occurred_month, occurred_at, crime_type, easting_m, northing_m,
    stated_area_code, area_code, placed_by, location_name, outcome
FROM settled_incidents
WHERE settled_as IN ('placed', 'no location');
