-- Would it have worked: what the first places of earlier months had later, beside the counts of the year before, and chance.
-- Columns:
--   outcome: crime (records), demand (weighted records) or harm (days) of the later months
--   place_count [areas] "Areas": taken from the top
--   predictor: what ranked them: need score, counts alone, or chance
--   captured_share [share] "Captured": share of the outcome that lay in them
--   captured_low [share] "Captured, low": lower end of its 95% interval, by bootstrap over areas
--   captured_high [share] "Captured, high": upper end of its 95% interval
--   pai [times chance] "PAI": captured share over share of areas
--   pai_by_land [times chance] "PAI by land": captured share over share of land
--   pei [share] "PEI": captured share over the largest share that as many areas could capture
--   difference [share] "Beside counts alone": captured share less that of the counts of the year before
--   difference_low [share] "Difference, low": lower end of its 95% interval
--   difference_high [share] "Difference, high": upper end of its 95% interval
--   ranked_from [month]: first month ranked on
--   ranked_to [month]: last month ranked on
--   scored_from [month]: first month scored on
--   scored_to [month]: last month scored on
-- Empty: There were too few months to hold some out; table_notes says so.
-- Example: impact-areas queries run would_it_have_worked

WITH
-- include demand_name

final AS (
    SELECT
        if(outcome = 'demand', (FROM demand_name), outcome) AS outcome,
        place_count,
        predictor,
        captured_share,
        captured_low,
        captured_high,
        pai,
        pai_by_land,
        pei,
        difference,
        difference_low,
        difference_high,
        ranked_from,
        ranked_to,
        scored_from,
        scored_to
    FROM backtest
)

SELECT * FROM final
ORDER BY outcome, place_count, captured_share DESC;
