-- Purpose: pairs of files that contain the same incidents. Compared are months that two files both cover; a row is known by
-- its id, or without one by everything but its outcome, which later editions change. Records of the
-- API have a number of their own, by which copies are dropped.
-- Reads: staged_incidents. Returns: the two files, the rows that they share, and the smaller one's rows in those months.
WITH by_month AS (
    SELECT source_id, occurred_month, count(*) AS row_count
    FROM staged_incidents
    WHERE fault IS NULL AND record_id IS NULL
    GROUP BY ALL
),

covered_twice AS (
    SELECT occurred_month FROM by_month GROUP BY occurred_month HAVING count(*) > 1
),

known AS (
    SELECT
        source_id,
        occurred_month,
        hash(
            coalesce(
                incident_id,
                concat_ws('|', crime_type, occurred_at, longitude, latitude, easting_m, northing_m, stated_area_code,
                    location_name)
            )
        ) AS identity
    FROM staged_incidents
    WHERE fault IS NULL AND record_id IS NULL AND occurred_month IN (FROM covered_twice)
),

counted AS (
    SELECT source_id, occurred_month, identity, count(*) AS row_count FROM known GROUP BY ALL
),

shared AS (
    SELECT
        earlier.source_id AS source_id,
        later.source_id AS other_id,
        occurred_month,
        sum(least(earlier.row_count, later.row_count)) AS shared
    FROM counted AS earlier
    JOIN counted AS later USING (occurred_month, identity)
    WHERE earlier.source_id < later.source_id
    GROUP BY ALL
),

final AS (
    SELECT
        shared.source_id,
        shared.other_id,
        sum(shared)::BIGINT AS shared,
        least(sum(one.row_count), sum(two.row_count))::BIGINT AS of_rows
    FROM shared
    JOIN by_month AS one ON shared.source_id = one.source_id AND shared.occurred_month = one.occurred_month
    JOIN by_month AS two ON shared.other_id = two.source_id AND shared.occurred_month = two.occurred_month
    GROUP BY ALL
)

FROM final ORDER BY ALL;
