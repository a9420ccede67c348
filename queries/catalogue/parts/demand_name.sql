-- What demand is called: without calls for service it is anti-social behaviour only. As `calls_are_given` in Python.

demand_name AS (
    SELECT
        if(
            count(*) FILTER (kind = 'call_log') > 0 OR count(*) FILTER (rows_read IS NOT NULL) = 0,
            'demand',
            'demand (anti-social behaviour only)'
        ) AS demand_name
    FROM sources
)
