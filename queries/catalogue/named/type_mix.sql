-- What makes up crime, demand and harm in a unit, candidate or area, against the force's mix.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
--   candidate (text, default null): id of a candidate, as BE-1; every area if left out
--   area (text, default null): code of an area; every area if left out
-- Columns:
--   crime_type "Type": type
--   kind "Kind": crime, anti-social behaviour or call
--   incident_count [incidents] "Incidents": over the complete months
--   incident_share [share] "Share": of the incidents of its kind here
--   times_force [times] "Times the force's share": 2 means twice the share that it has in the force
--   harm_days [days of imprisonment] "Harm": days; 0 for police-generated types, which are left out of harm
--   harm_share [share] "Share of harm": of the harm here
--   rate_per_1000 [per 1,000 residents] "Per 1,000 residents": over the complete months
-- Empty: No incident fell in a complete month here.
-- Example: impact-areas queries run type_mix

WITH
-- include complete_months
-- include chosen_areas

counted AS (
    SELECT
        crime_type,
        sum(incident_count) FILTER (area_code IN (SELECT area_code FROM chosen)) AS incident_count,
        sum(incident_count) AS force_count
    FROM area_months
    WHERE month IN (FROM complete_months)
    GROUP BY crime_type
),

weighed AS (
    SELECT *, if(kind = 'crime' AND NOT police_generated, incident_count * harm_days, 0) AS harm
    FROM counted JOIN crime_types USING (crime_type)
),

final AS (
    SELECT
        crime_type,
        kind,
        incident_count::BIGINT AS incident_count,
        incident_count / sum(incident_count) OVER same_kind AS incident_share,
        incident_share / (force_count / sum(force_count) OVER same_kind) AS times_force,
        harm AS harm_days,
        harm / nullif(sum(harm) OVER (), 0) AS harm_share,
        1000 * incident_count / (SELECT nullif(sum(population), 0) FROM chosen) AS rate_per_1000
    FROM weighed
    WINDOW same_kind AS (PARTITION BY kind)
)

SELECT * FROM final
WHERE incident_count > 0
ORDER BY kind = 'call', incident_count DESC, crime_type;
