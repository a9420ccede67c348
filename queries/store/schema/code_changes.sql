-- Which area codes replaced which, for the force's areas; empty where no table of changes is given.
CREATE TABLE code_changes (
    old_code    VARCHAR,
    new_code    VARCHAR,
    change_code VARCHAR
);

COMMENT ON TABLE code_changes IS 'Which area codes replaced which, for the force''s areas; empty where no table of changes is given.';
COMMENT ON COLUMN code_changes.old_code IS 'Code that was replaced';
COMMENT ON COLUMN code_changes.new_code IS 'Code that replaced it';
COMMENT ON COLUMN code_changes.change_code IS 'U unchanged, S split, M merged, X anything more complicated';
