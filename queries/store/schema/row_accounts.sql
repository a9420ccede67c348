-- Rows of each incident source by month, type and outcome: what was read equals the sum of the outcomes.
CREATE TABLE row_accounts (
    source_id      INTEGER,
    occurred_month DATE,
    crime_type     VARCHAR,
    outcome        VARCHAR,
    row_count      BIGINT
);

COMMENT ON TABLE row_accounts IS 'Rows of each incident source by month, type and outcome: what was read equals the sum of the outcomes.';
COMMENT ON COLUMN row_accounts.source_id IS 'File, as in sources';
COMMENT ON COLUMN row_accounts.occurred_month IS 'First day of the month; null where it could not be read';
COMMENT ON COLUMN row_accounts.crime_type IS 'Crime type; null where it could not be read';
COMMENT ON COLUMN row_accounts.outcome IS 'placed, no location, out of force, exact duplicate, quarantined or replaced';
COMMENT ON COLUMN row_accounts.row_count IS 'Rows';
