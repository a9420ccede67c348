-- Impact Areas that a person has decided on, each with where it is in this generation.
CREATE OR REPLACE TEMP TABLE designations (
    designation_id      VARCHAR,
    name                VARCHAR,
    npu_code            VARCHAR,
    status              VARCHAR,
    status_reason       VARCHAR,
    since               DATE,
    review_date         DATE,
    designated_by       VARCHAR,
    reason              VARCHAR,
    generation          VARCHAR,
    area_vintage        INTEGER,
    source              VARCHAR,
    last_decision       VARCHAR,
    last_decided_on     DATE,
    last_decided_by     VARCHAR,
    last_reason         VARCHAR,
    ended_on            DATE,
    area_count          INTEGER,
    population          DOUBLE,
    need_score          DOUBLE,
    standing            DOUBLE,
    meets_entry         BOOLEAN,
    builds_below        INTEGER,
    core_area_count     INTEGER,
    proposed_area_count INTEGER,
    lost_area_count     INTEGER,
    what_moved          VARCHAR,
    assessed_on         DATE
);

COMMENT ON TABLE designations IS 'Impact Areas that a person has decided on, each with where it is in this generation. From the register.';
COMMENT ON COLUMN designations.designation_id IS 'D1 and so on, in the order of decisions; never used twice';
COMMENT ON COLUMN designations.name IS 'Name that the person gave it; never used twice';
COMMENT ON COLUMN designations.npu_code IS 'Unit in which most of its areas lie now; null where none of them is in this generation';
COMMENT ON COLUMN designations.status IS 'stable, drifting, ready to review, cannot be assessed, or ended';
COMMENT ON COLUMN designations.status_reason IS 'Why it has that status, in words';
COMMENT ON COLUMN designations.since IS 'Day from which it is current';
COMMENT ON COLUMN designations.review_date IS 'Day by which it is to be looked at again, as set last';
COMMENT ON COLUMN designations.designated_by IS 'Person who decided on it';
COMMENT ON COLUMN designations.reason IS 'Why, in that person''s words';
COMMENT ON COLUMN designations.generation IS 'Generation that it was decided on';
COMMENT ON COLUMN designations.area_vintage IS 'Year of the area codes that it was decided in';
COMMENT ON COLUMN designations.source IS 'Candidates or file that it came from; empty where areas were named one by one';
COMMENT ON COLUMN designations.last_decision IS 'designated, imported, reviewed or exited';
COMMENT ON COLUMN designations.last_decided_on IS 'Day of the latest decision, UTC';
COMMENT ON COLUMN designations.last_decided_by IS 'Person who took it';
COMMENT ON COLUMN designations.last_reason IS 'Why, in that person''s words';
COMMENT ON COLUMN designations.ended_on IS 'Day of the exit; null while it is current';
COMMENT ON COLUMN designations.area_count IS 'Its areas in this generation';
COMMENT ON COLUMN designations.population IS 'Usual residents of those areas, persons';
COMMENT ON COLUMN designations.need_score IS 'Mean need score of its areas, 0 to 100; null where none is assessable';
COMMENT ON COLUMN designations.standing IS 'How many of 100 areas of the force have a lower need score than its mean, 0 to 100';
COMMENT ON COLUMN designations.meets_entry IS 'Whether its standing reaches the entry line now; null where none of its areas is assessable';
COMMENT ON COLUMN designations.builds_below IS 'Builds in a row, with later months than the last decision, below the exit line';
COMMENT ON COLUMN designations.core_area_count IS 'Its areas in the robust core: in the top 5% in at least 95% of the draws; null where ranks have no intervals';
COMMENT ON COLUMN designations.proposed_area_count IS 'Its areas that lie in a candidate of this generation';
COMMENT ON COLUMN designations.lost_area_count IS 'Areas decided on that this generation does not know';
COMMENT ON COLUMN designations.what_moved IS 'What became of codes that changed since the decision; empty where none did';
COMMENT ON COLUMN designations.assessed_on IS 'Day that the review date was compared with: of the run, or of the command';
