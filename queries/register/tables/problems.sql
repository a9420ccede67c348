-- Problems in designations, worked through scanning, analysis, response and assessment (SARA).
CREATE OR REPLACE TEMP TABLE problems (
    problem_id     VARCHAR,
    designation_id VARCHAR,
    npu_code       VARCHAR,
    title          VARCHAR,
    team_name      VARCHAR,
    stage          VARCHAR,
    opened_on      DATE,
    stage_since    DATE,
    signed_off_on  DATE,
    signed_off_by  VARCHAR,
    tried          VARCHAR,
    worked         VARCHAR,
    last_note      VARCHAR
);

COMMENT ON TABLE problems IS 'Problems in designations, worked through scanning, analysis, response and assessment (SARA). From the register.';
COMMENT ON COLUMN problems.problem_id IS 'P1 and so on, in the order they were added';
COMMENT ON COLUMN problems.designation_id IS 'Designation';
COMMENT ON COLUMN problems.npu_code IS 'Unit of the designation';
COMMENT ON COLUMN problems.title IS 'The problem in a few words';
COMMENT ON COLUMN problems.team_name IS 'Team that owns it';
COMMENT ON COLUMN problems.stage IS 'scanning, analysis, response, assessment, or signed off';
COMMENT ON COLUMN problems.opened_on IS 'Day it was added, UTC';
COMMENT ON COLUMN problems.stage_since IS 'Day it came to its stage, UTC';
COMMENT ON COLUMN problems.signed_off_on IS 'Day of the sign-off; null while it is open';
COMMENT ON COLUMN problems.signed_off_by IS 'Person who signed it off';
COMMENT ON COLUMN problems.tried IS 'What was tried, everything in order';
COMMENT ON COLUMN problems.worked IS 'yes, partly, no or not known, in the judgement of who signed it off; empty while it is open';
COMMENT ON COLUMN problems.last_note IS 'Note of the latest step';
