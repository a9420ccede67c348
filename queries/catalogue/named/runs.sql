-- The build that made what is shown: when, from which months, with which seed.
-- Columns:
--   generation: name of the generation
--   built_at [UTC]: when it was built
--   force_name: force
--   period_start [month]: first complete month
--   period_end [month]: last complete month
--   complete_months [months]: complete months counted
--   seed [number]: seed of the simulated p-values
--   draws [draws]: draws of the simulated p-values
--   versions: Python and the packages that decide the result
-- Empty: No run is recorded.
-- Example: impact-areas queries run runs

WITH final AS (
    SELECT
        generation,
        built_at,
        force_name,
        period_start,
        period_end,
        complete_months,
        seed,
        draws,
        versions
    FROM runs
)

SELECT * FROM final
ORDER BY built_at DESC;
