-- Given their total, the later count of `dispersed` is binomial: Wilson's interval for its share by the parameter `z`, on
-- counts divided by the dispersion `phi`.

shares AS (
    SELECT
        *,
        (before_count + after_count) / phi AS trials,
        after_count / (before_count + after_count) AS share_after
    FROM dispersed
),

bounds AS (
    SELECT
        *,
        (share_after + $z ^ 2 / (2 * trials)) / (1 + $z ^ 2 / trials) AS middle,
        $z * sqrt(share_after * (1 - share_after) / trials + $z ^ 2 / (4 * trials ^ 2)) / (1 + $z ^ 2 / trials) AS reach
    FROM shares
)
