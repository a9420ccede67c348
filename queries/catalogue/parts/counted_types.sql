-- Crime types that the parameter `crime_type` stands for: itself, all recorded crime or all demand.

counted_types AS (
    SELECT crime_type FROM crime_types
    WHERE
        crime_type = $crime_type
        OR ($crime_type = 'All recorded crime' AND kind = 'crime')
        OR ($crime_type = 'All demand' AND kind <> 'crime')
)
