-- Purpose: the tables that one ingestion works in; they go when it ends.
CREATE OR REPLACE TEMP TABLE staged_incidents (
    source_id        INTEGER,
    row_number       BIGINT,
    record_id        VARCHAR,  -- number of an API record: the same number is the same record
    incident_id      VARCHAR,
    occurred_month   DATE,
    occurred_at      TIMESTAMP,
    crime_type       VARCHAR,
    longitude        DOUBLE,
    latitude         DOUBLE,
    easting_m        DOUBLE,
    northing_m       DOUBLE,
    stated_area_code VARCHAR,
    stated_district  VARCHAR,  -- code or name, where the source has such a column
    location_name    VARCHAR,
    outcome          VARCHAR,
    fault            STRUCT(column_name VARCHAR, reason VARCHAR),
    fault_text       VARCHAR  -- the cell at fault: for the message that refuses a whole file, and not kept
);

CREATE OR REPLACE TEMP TABLE staged_counts (
    source_id        INTEGER,
    row_number       BIGINT,
    occurred_month   DATE,
    stated_area_code VARCHAR,
    stated_district  VARCHAR,
    crime_type       VARCHAR,
    incident_count   BIGINT,
    fault            STRUCT(column_name VARCHAR, reason VARCHAR),
    fault_text       VARCHAR
);

CREATE OR REPLACE TEMP TABLE unreadable_rows (
    source_id   INTEGER,
    row_number  BIGINT,
    column_name VARCHAR,
    reason      VARCHAR
);
