-- Impact Area candidates: connected places of high need inside one unit. A person designates.
CREATE TABLE candidates (
    candidate_id       VARCHAR,
    npu_code           VARCHAR,
    rank               INTEGER,
    candidate_name     VARCHAR,
    area_count         INTEGER,
    team_count         INTEGER,
    population         DOUBLE,
    hectares           DOUBLE,
    need_score         DOUBLE,
    crime_count        BIGINT,
    demand_count       DOUBLE,
    harm_days          DOUBLE,
    resident_share     DOUBLE,
    crime_share        DOUBLE,
    harm_share         DOUBLE,
    crime_times_force  DOUBLE,
    demand_times_force DOUBLE,
    harm_times_force   DOUBLE,
    hotspot_area_count INTEGER,
    cap_reached        VARCHAR,
    objective_value    DOUBLE,
    best_bound         DOUBLE,
    gap                DOUBLE,
    proven             BOOLEAN,
    open_perimeters    DOUBLE,
    compactness        DOUBLE,
    reason             VARCHAR
);

COMMENT ON TABLE candidates IS 'Impact Area candidates: connected places of high need inside one unit. A person designates.';
COMMENT ON COLUMN candidates.candidate_id IS 'Unit and rank, as BE-1';
COMMENT ON COLUMN candidates.npu_code IS 'Unit';
COMMENT ON COLUMN candidates.rank IS 'Place among the unit''s candidates; 1 has most value';
COMMENT ON COLUMN candidates.candidate_name IS 'Name: given by a person, or that of the ward or settlement with most of its need';
COMMENT ON COLUMN candidates.area_count IS 'Small areas';
COMMENT ON COLUMN candidates.team_count IS 'Neighbourhood teams that it spans; wards where no teams are known';
COMMENT ON COLUMN candidates.population IS 'Usual residents, persons';
COMMENT ON COLUMN candidates.hectares IS 'Hectares';
COMMENT ON COLUMN candidates.need_score IS 'Mean need score of its areas, 0 to 100';
COMMENT ON COLUMN candidates.crime_count IS 'Recorded crimes over the period';
COMMENT ON COLUMN candidates.demand_count IS 'Demand over the period, weighted';
COMMENT ON COLUMN candidates.harm_days IS 'Harm over the period, days';
COMMENT ON COLUMN candidates.resident_share IS 'Share of its unit''s residents, 0 to 1';
COMMENT ON COLUMN candidates.crime_share IS 'Share of its unit''s recorded crime, 0 to 1';
COMMENT ON COLUMN candidates.harm_share IS 'Share of its unit''s harm, 0 to 1';
COMMENT ON COLUMN candidates.crime_times_force IS 'Recorded crimes per resident over the same rate of the force';
COMMENT ON COLUMN candidates.demand_times_force IS 'Demand per resident over the same rate of the force';
COMMENT ON COLUMN candidates.harm_times_force IS 'Harm per resident over the same rate of the force';
COMMENT ON COLUMN candidates.hotspot_area_count IS 'Areas of it that are hotspots of all recorded crime';
COMMENT ON COLUMN candidates.cap_reached IS 'areas, residents, or empty: the cap that keeps out a touching area which would add to it';
COMMENT ON COLUMN candidates.objective_value IS 'Value of the place: need above the force''s mean less its ragged edge, need-score points';
COMMENT ON COLUMN candidates.best_bound IS 'With the unit''s other candidates kept, no place could have more value than this, need-score points';
COMMENT ON COLUMN candidates.gap IS 'Share by which the unit''s candidates together may fall short of the best there is, 0 to 1';
COMMENT ON COLUMN candidates.proven IS 'Whether no better choice of candidates exists in the unit';
COMMENT ON COLUMN candidates.open_perimeters IS 'Whole perimeters of its areas that face outside it; a single area has 1';
COMMENT ON COLUMN candidates.compactness IS 'Its area over that of a circle with its perimeter (Polsby and Popper), 0 to 1';
COMMENT ON COLUMN candidates.reason IS 'Why it is a candidate, in plain words';
