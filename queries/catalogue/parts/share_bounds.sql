-- Interval of the share of two years' incidents that fell in the later one, for the parameter `z`.
-- Needs years: before_count, after_count and phi, the dispersion.

-- Given their total, the later count is binomial; Wilson's interval for its share, on counts divided by the dispersion.
shares AS (
    SELECT
        *,
        (before_count + after_count) / phi AS trials,
        after_count / (before_count + after_count) AS share_after
    FROM years
),

bounds AS (
    SELECT
        *,
        (share_after + $z ^ 2 / (2 * trials)) / (1 + $z ^ 2 / trials) AS middle,
        $z * sqrt(share_after * (1 - share_after) / trials + $z ^ 2 / (4 * trials ^ 2)) / (1 + $z ^ 2 / trials) AS reach
    FROM shares
)
