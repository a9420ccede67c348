-- Every decision on a designation, oldest first; only ever added to.
CREATE OR REPLACE TEMP TABLE designation_events (
    event_number   INTEGER,
    happened_at    TIMESTAMP,
    event          VARCHAR,
    designation_id VARCHAR,
    decided_by     VARCHAR,
    reason         VARCHAR,
    review_date    DATE,
    areas_changed  VARCHAR,
    generation     VARCHAR
);

COMMENT ON TABLE designation_events IS 'Every decision on a designation, oldest first; only ever added to. From the register.';
COMMENT ON COLUMN designation_events.event_number IS 'Line of the register; a file that was imported is one line for several designations';
COMMENT ON COLUMN designation_events.happened_at IS 'When it was decided, UTC';
COMMENT ON COLUMN designation_events.event IS 'designated, imported, reviewed or exited';
COMMENT ON COLUMN designation_events.designation_id IS 'Designation';
COMMENT ON COLUMN designation_events.decided_by IS 'Person who decided';
COMMENT ON COLUMN designation_events.reason IS 'Why, in that person''s words';
COMMENT ON COLUMN designation_events.review_date IS 'Review date that was set; null for an exit';
COMMENT ON COLUMN designation_events.areas_changed IS 'Areas that a review took in and left out, in words; empty where it changed none';
COMMENT ON COLUMN designation_events.generation IS 'Generation that it was decided on';
