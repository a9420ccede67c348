-- Incidents inside each outline of a layer and within a distance around it, over the complete months: does trouble stop
-- at the edge?
-- Parameters:
--   layer (text, one of candidates | npus | micro_places, default candidates): outlines; micro_places are the 20 busiest cells or clusters
--   crime_type (text, default All recorded crime): type, All recorded crime or All demand
--   distance_m (number, from 0 to 20000, default 250): metres around the outline
-- Columns:
--   outline_id "Outline": candidate, unit or micro-place
--   outline_name "Name": its name
--   inside_count [incidents] "Inside": incidents inside
--   around_count [incidents] "Around": incidents outside and within the distance
--   inside_per_hectare [incidents per hectare] "Inside, per hectare": of the outline
--   around_per_hectare [incidents per hectare] "Around, per hectare": of the ring around it
-- Empty: There are no such outlines, or the sources give counts by area only.
-- Example: impact-areas queries run incidents_near_layer --layer npus --crime-type Burglary

WITH
-- include complete_months
-- include counted_types

busiest AS (
    SELECT micro_place_id, any_value(kind) AS kind, any_value(geometry) AS geometry
    FROM micro_places
    WHERE kind <> 'snap point' AND geometry IS NOT NULL AND $layer = 'micro_places'
    GROUP BY micro_place_id
    ORDER BY max(incident_count) DESC, micro_place_id
    LIMIT 20
),

outlines AS (
    SELECT candidate_id AS outline_id, any_value(candidate_name) AS outline_name, ST_Union_Agg(geometry) AS outline
    FROM candidates JOIN candidate_areas USING (candidate_id) JOIN areas USING (area_code)
    WHERE $layer = 'candidates'
    GROUP BY candidate_id
    UNION ALL
    SELECT npu_code, npu_name, geometry FROM npus WHERE $layer = 'npus'
    UNION ALL
    SELECT micro_place_id, kind, geometry FROM busiest
),

widened AS (
    SELECT *, ST_Buffer(outline, $distance_m, 4) AS surroundings FROM outlines
),

-- include located_incidents

points AS (
    SELECT easting_m, northing_m, count(*) AS incident_count, ST_Point(easting_m, northing_m) AS point
    FROM located_incidents
    GROUP BY easting_m, northing_m
),

near AS (
    SELECT outline_id, incident_count, ST_Intersects(outline, point) AS is_inside
    FROM widened JOIN points ON ST_Intersects(surroundings, point)
),

counted AS (
    SELECT
        outline_id,
        sum(incident_count) FILTER (is_inside) AS inside_count,
        sum(incident_count) FILTER (NOT is_inside) AS around_count
    FROM near
    GROUP BY outline_id
),

final AS (
    SELECT
        outline_id,
        outline_name,
        coalesce(inside_count, 0)::BIGINT AS inside_count,
        coalesce(around_count, 0)::BIGINT AS around_count,
        10000 * coalesce(inside_count, 0) / nullif(ST_Area(outline), 0) AS inside_per_hectare,
        10000 * coalesce(around_count, 0) / nullif(ST_Area(surroundings) - ST_Area(outline), 0) AS around_per_hectare
    FROM widened LEFT JOIN counted USING (outline_id)
    WHERE EXISTS (FROM points)
)

SELECT * FROM final
ORDER BY inside_count DESC, outline_id;
