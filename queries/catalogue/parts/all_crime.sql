-- The hotspot class of each area for all recorded crime, in the latest period.

all_crime AS (
    SELECT area_code, hotspot_class FROM hotspots
    WHERE measure = 'count_rank' AND crime_type = 'All recorded crime'
    QUALIFY period_end = max(period_end) OVER ()
)
