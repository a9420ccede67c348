-- Incidents of the counted types in complete months that have a point in the force. Not kept in between: a query that reads them
-- twice describes few points from their own rows only.

located_incidents AS NOT MATERIALIZED (
    SELECT easting_m, northing_m, occurred_month, location_name, area_code, crime_type
    FROM incidents
    WHERE
        easting_m IS NOT NULL
        AND area_code IS NOT NULL
        AND crime_type IN (FROM counted_types)
        AND occurred_month IN (FROM complete_months)
)
