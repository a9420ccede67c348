-- The places proposed as Impact Areas, with the outline of their areas together. A person designates.
-- Columns:
--   candidate_id: unit and place, as BE-1
--   npu_code "Unit": unit
--   npu_name "Unit name": name of the unit
--   rank [place]: place among the unit's candidates; 1 has most need above the force's mean
--   candidate_name: name, from its wards
--   area_count [areas]: small areas that make it up
--   team_count [teams]: neighbourhood teams that it spans; wards where no teams are known
--   population [persons]: usual residents
--   hectares [ha]: land that it covers
--   need_score [0 to 100]: mean need score of its areas
--   crime_count [records]: recorded crimes over the period
--   demand_count [weighted records]: anti-social behaviour and graded calls over the period
--   harm_days [days of imprisonment]: harm over the period
--   resident_share [share]: share of its unit's residents, 0 to 1
--   crime_share [share]: share of its unit's recorded crime, 0 to 1
--   harm_share [share]: share of its unit's harm, 0 to 1
--   hotspot_area_count [areas]: areas of it that are hotspots of all recorded crime
--   times_expected [times]: level: recorded crime over what its people, similar areas and force lead to expect; null where not assessed
--   p_selected [probability]: how often the same kind of search finds a place as far above by chance; it allows for the search
--   level_class: level: above (p_selected at most 0.05), as expected, or cannot be assessed; null where not worked out
--   cap_reached: the limit that stopped its growth; empty where none did
--   objective_value [points]: need above the force's mean that it covers, less its ragged edge
--   best_bound [points]: with the unit's other candidates kept, no place could have a higher value than this
--   gap [share]: share by which the unit's candidates together may fall short of the best there is, 0 to 1
--   proven [yes or no]: whether no better choice of candidates exists in the unit
--   open_perimeters [perimeters]: whole perimeters of its areas that face outside it; a single area has 1
--   compactness [0 to 1]: its area over that of a circle with its perimeter (Polsby and Popper)
--   reason: why it is proposed, in plain words

WITH final AS (
    SELECT
        'candidate ' || candidate_id AS shape,
        candidate_id AS feature_id,
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
        objective_value,
        best_bound,
        gap,
        proven,
        open_perimeters,
        compactness,
        reason
    FROM candidates
    LEFT JOIN npus USING (npu_code)
    LEFT JOIN candidate_levels USING (candidate_id)
)

SELECT * FROM final
ORDER BY npu_code, rank;
