-- Each units share of need, beside its share of a given establishment.
CREATE TABLE npu_shares (
    npu_code              VARCHAR,
    resident_share        DOUBLE,
    crime_share           DOUBLE,
    demand_share          DOUBLE,
    deprivation_share     DOUBLE,
    harm_share            DOUBLE,
    need_share            DOUBLE,
    need_share_low        DOUBLE,
    need_share_high       DOUBLE,
    establishment         DOUBLE,
    establishment_share   DOUBLE,
    share_difference      DOUBLE,
    establishment_by_need DOUBLE,
    establishment_edition VARCHAR
);

COMMENT ON TABLE npu_shares IS 'Each units share of need, beside its share of a given establishment.';
COMMENT ON COLUMN npu_shares.npu_code IS 'Unit';
COMMENT ON COLUMN npu_shares.resident_share IS 'Share of the force''s residents, 0 to 1';
COMMENT ON COLUMN npu_shares.crime_share IS 'Share of the force''s recorded crime, 0 to 1';
COMMENT ON COLUMN npu_shares.demand_share IS 'Share of the force''s weighted demand, 0 to 1';
COMMENT ON COLUMN npu_shares.deprivation_share IS 'Share of the force''s residents times deprivation score, 0 to 1';
COMMENT ON COLUMN npu_shares.harm_share IS 'Share of the force''s harm, 0 to 1';
COMMENT ON COLUMN npu_shares.need_share IS 'Mean of the four shares by the weights of the strands, 0 to 1';
COMMENT ON COLUMN npu_shares.need_share_low IS 'Lower end of its 90% interval over other weights';
COMMENT ON COLUMN npu_shares.need_share_high IS 'Upper end of its 90% interval over other weights';
COMMENT ON COLUMN npu_shares.establishment IS 'Posts given; null where none are';
COMMENT ON COLUMN npu_shares.establishment_share IS 'Share of the force''s posts, 0 to 1';
COMMENT ON COLUMN npu_shares.share_difference IS 'Share of posts less share of need, -1 to 1';
COMMENT ON COLUMN npu_shares.establishment_by_need IS 'Posts that the share of need would give; no formula for posts';
COMMENT ON COLUMN npu_shares.establishment_edition IS 'What the posts are, and of when';
