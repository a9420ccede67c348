-- Neighbourhood teams (wards where no teams are known), by unit: a team may lie in two units.
CREATE TABLE teams (
    npu_code   VARCHAR,
    team_code  VARCHAR,
    team_name  VARCHAR,
    area_count INTEGER
);

COMMENT ON TABLE teams IS 'Neighbourhood teams (wards where no teams are known), by unit: a team may lie in two units.';
COMMENT ON COLUMN teams.npu_code IS 'Unit';
COMMENT ON COLUMN teams.team_code IS 'Team, or ward';
COMMENT ON COLUMN teams.team_name IS 'Name of the team, or of the ward';
COMMENT ON COLUMN teams.area_count IS 'Small areas of the team in the unit';
