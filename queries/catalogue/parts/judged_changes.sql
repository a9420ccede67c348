-- The change of each row of `measured` against the rest of the force, with half the width of its interval at `z` standard
-- errors: from the placebo places of its `crime_type` whose size is nearest to `area_count`. A half is added to each count,
-- so that none is 0.

judged AS (
    SELECT
        measured.* EXCLUDE (before_count, after_count, all_before, all_after, area_count, z),
        ln((after_count + 0.5) / (before_count + 0.5))
        - ln((all_after - after_count + 0.5) / (all_before - before_count + 0.5)) AS log_change,
        arg_min(
            reach * z / 1.96
            * sqrt(
                (drift_variance + dispersion * (1 / (before_count + 0.5) + 1 / (after_count + 0.5)))
                * (1 + 1 / effective_count)
            ),
            abs(ln(placebo_spreads.area_count) - ln(measured.area_count))
        ) AS half_width
    FROM measured JOIN placebo_spreads USING (crime_type)
    WHERE all_before > before_count AND all_after > after_count
    GROUP BY ALL
)
