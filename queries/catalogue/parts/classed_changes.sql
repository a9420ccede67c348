-- The change of each row of `joined`, from `log_change`, `half_width` and Wilson's bounds; `words` says why two years do not
-- compare.

classed AS (
    SELECT
        *,
        after_count / nullif(before_count, 0) AS change_ratio,
        if(words IS NULL, exp(log_change), NULL) AS against_force,
        if(words IS NULL, exp(log_change - half_width), NULL) AS against_low,
        if(words IS NULL, exp(log_change + half_width), NULL) AS against_high,
        CASE WHEN words IS NULL THEN if(after_count = 0, 0, (middle - reach) / (1 - middle + reach)) END AS change_low,
        CASE WHEN words IS NULL THEN if(before_count = 0, 'infinity', (middle + reach) / (1 - middle - reach)) END
            AS change_high,
        CASE
            WHEN words IS NOT NULL THEN words
            WHEN log_change - half_width > 0 THEN 'rose against the force'
            WHEN log_change + half_width < 0 THEN 'fell against the force'
            WHEN log_change IS NOT NULL THEN 'moved with the force'
        END AS change_class
    FROM joined
)
