-- The places proposed as Impact Areas, with their size and their share of the unit. A person designates.
-- Parameters:
--   npu (text, default null): code of a unit; every unit if left out
-- Columns:
--   candidate_id: unit and place, as BE-1
--   npu_code: unit
--   npu_name: name of the unit
--   rank [place]: place among the unit's candidates
--   candidate_name: name, from its wards
--   area_count [areas]: small areas that make it up
--   team_count [teams]: neighbourhood teams that it spans; wards where no teams are known
--   population [persons]: usual residents
--   hectares [ha]: land that it covers
--   need_score [0 to 100]: mean need score of its areas
--   crime_count [records]: recorded crimes over the period
--   demand_count [weighted records]: anti-social behaviour and graded calls over the period
--   harm_days [days of imprisonment]: harm over the period
--   resident_share [share]: share of the unit's residents
--   crime_share [share]: share of the unit's recorded crime
--   harm_share [share]: share of the unit's harm
--   hotspot_area_count [areas]: areas of it that are hotspots
--   times_expected [times] "Level, times expected": recorded crime over what its people, similar areas and force lead to expect
--   p_selected [probability] "Level, p": how often the same kind of search finds a place as far above by chance; it allows for the search
--   level_class "Level": above (p at most 0.05), as expected, or cannot be assessed
--   cap_reached: the limit that stopped its growth; empty where none did
--   reason: why it is proposed
--   decision: what a person has decided on it; empty where no Impact Area touches it
-- Empty: No place is proposed. Look at the ranking, or raise the limits in [candidates] of the configuration.
-- Example: impact-areas queries run candidate_details

WITH shared AS (
    SELECT candidate_id, designation_id, count(*) AS shared_count
    FROM candidate_areas JOIN designation_areas USING (area_code)
    WHERE in_generation
    GROUP BY candidate_id, designation_id
),

told AS (
    SELECT
        candidate_id,
        designation_id,
        shared_count = candidates.area_count AS whole,
        format(
            'Impact Area since {}, decided by {}{}',
            strftime(since, '%-d %B %Y'),
            designated_by,
            coalesce(strftime(review_date, ', review by %-d %B %Y'), '')
        ) AS words,
        CASE
            WHEN NOT whole THEN format(
                '{} of its {} areas {} in {}, {}.',
                shared_count, candidates.area_count, if(shared_count = 1, 'lies', 'lie'), name, words
            )
            WHEN designations.area_count > candidates.area_count THEN format('Part of {}, {}.', name, words)
            WHEN name = candidate_name THEN words || '.'
            ELSE format('{}. Named {}.', words, name)
        END AS said
    FROM shared JOIN candidates USING (candidate_id) JOIN designations USING (designation_id)
    WHERE ended_on IS NULL
),

decisions AS (
    SELECT
        candidate_id,
        CASE
            WHEN bool_or(whole) THEN first(said ORDER BY whole DESC, substr(designation_id, 2)::INTEGER)
            ELSE string_agg(said, ' ' ORDER BY substr(designation_id, 2)::INTEGER)
        END AS decision
    FROM told
    GROUP BY candidate_id
),

final AS (
    SELECT
        candidate_id,
        npu_code,
        npu_name,
        rank,
        candidate_name,
        candidates.area_count,
        team_count,
        candidates.population,
        hectares,
        need_score,
        crime_count,
        demand_count,
        harm_days,
        resident_share,
        crime_share,
        harm_share,
        hotspot_area_count,
        times_expected,
        p_selected,
        level_class,
        cap_reached,
        reason,
        coalesce(decision, '') AS decision
    FROM candidates LEFT JOIN npus USING (npu_code) LEFT JOIN decisions USING (candidate_id)
    LEFT JOIN candidate_levels USING (candidate_id)
    WHERE $npu IS NULL OR npu_code = $npu
)

SELECT * FROM final
ORDER BY npu_code, rank;
