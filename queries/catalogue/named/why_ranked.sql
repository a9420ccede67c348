-- Why an area has its rank: each strand as counted, beside the force's middle area, and the points it adds.
-- Parameters:
--   area (text, default null): code of an area; the one of highest need if left out
-- Columns:
--   area_code "Area": official code of the small area
--   area_name "Name": its name
--   rank [place]: place in the force; 1 has the highest need
--   need_score [0 to 100] "Need": sum of the four contributions
--   strand: crime, demand, deprivation or harm
--   measured [in the strand's own unit] "Counted": recorded crimes, weighted demand, deprivation score or harm days over the period
--   force_median [in the strand's own unit] "Middle area": the same for the middle area of the force
--   strand_score [0 to 100] "Percentile": percentile in the force
--   contribution [points] "Points": points of the need score that the strand adds
-- Empty: No area was ranked.
-- Example: impact-areas queries run why_ranked

WITH
-- include demand_name

chosen AS (
    SELECT area_code, area_name, rank, need_score
    FROM ranking JOIN areas USING (area_code)
    WHERE area_code = $area OR ($area IS NULL AND rank = 1)
),

measured AS (
    UNPIVOT (
        SELECT
            area_code,
            crime_count::DOUBLE AS crime,
            demand_count AS demand,
            deprivation_score AS deprivation,
            harm_days AS harm
        FROM area_measures
    ) ON crime, demand, deprivation, harm INTO NAME strand VALUE measured
),

middle AS (
    SELECT strand, median(measured) AS force_median FROM measured GROUP BY strand
),

scored AS (
    UNPIVOT (
        SELECT
            area_code,
            crime_score AS crime,
            demand_score AS demand,
            deprivation_score AS deprivation,
            harm_score AS harm
        FROM ranking
    ) ON crime, demand, deprivation, harm INTO NAME strand VALUE strand_score
),

contributed AS (
    UNPIVOT (
        SELECT
            area_code,
            crime_contribution AS crime,
            demand_contribution AS demand,
            deprivation_contribution AS deprivation,
            harm_contribution AS harm
        FROM ranking
    ) ON crime, demand, deprivation, harm INTO NAME strand VALUE contribution
),

final AS (
    SELECT
        area_code,
        area_name,
        rank,
        need_score,
        if(strand = 'demand', (FROM demand_name), strand) AS strand,
        measured,
        force_median,
        strand_score,
        contribution
    FROM chosen
    LEFT JOIN measured USING (area_code)
    LEFT JOIN middle USING (strand)
    LEFT JOIN scored USING (area_code, strand)
    LEFT JOIN contributed USING (area_code, strand)
)

SELECT * FROM final
ORDER BY area_code, strand;
