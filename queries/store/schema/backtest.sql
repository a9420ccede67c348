-- Would it have worked: areas ranked on earlier months, scored by what happened later.
CREATE TABLE backtest (
    predictor       VARCHAR,
    outcome         VARCHAR,
    place_count     INTEGER,
    place_share     DOUBLE,
    land_share      DOUBLE,
    captured_share  DOUBLE,
    captured_low    DOUBLE,
    captured_high   DOUBLE,
    pai             DOUBLE,
    pai_low         DOUBLE,
    pai_high        DOUBLE,
    pai_by_land     DOUBLE,
    pei             DOUBLE,
    difference      DOUBLE,
    difference_low  DOUBLE,
    difference_high DOUBLE,
    baseline        VARCHAR,
    ranked_from     DATE,
    ranked_to       DATE,
    scored_from     DATE,
    scored_to       DATE
);

COMMENT ON TABLE backtest IS 'Would it have worked: areas ranked on earlier months, scored by what happened later.';
COMMENT ON COLUMN backtest.predictor IS 'need score, crime counts of the year before, or chance';
COMMENT ON COLUMN backtest.outcome IS 'crime (records), demand (weighted records) or harm (days) of the later months';
COMMENT ON COLUMN backtest.place_count IS 'Areas taken from the top';
COMMENT ON COLUMN backtest.place_share IS 'Their share of the areas, 0 to 1';
COMMENT ON COLUMN backtest.land_share IS 'Their share of the land, 0 to 1';
COMMENT ON COLUMN backtest.captured_share IS 'Share of the outcome that lay in them, 0 to 1';
COMMENT ON COLUMN backtest.captured_low IS 'Lower end of its 95% interval, by bootstrap over areas';
COMMENT ON COLUMN backtest.captured_high IS 'Upper end of its 95% interval';
COMMENT ON COLUMN backtest.pai IS 'Predictive accuracy index: captured share over share of areas; chance has 1';
COMMENT ON COLUMN backtest.pai_low IS 'Lower end of its 95% interval';
COMMENT ON COLUMN backtest.pai_high IS 'Upper end of its 95% interval';
COMMENT ON COLUMN backtest.pai_by_land IS 'The same over the share of land';
COMMENT ON COLUMN backtest.pei IS 'Predictive efficiency index: captured share over the largest share that as many areas could capture, 0 to 1';
COMMENT ON COLUMN backtest.difference IS 'Captured share less that of the baseline, -1 to 1; null for chance';
COMMENT ON COLUMN backtest.difference_low IS 'Lower end of its 95% interval';
COMMENT ON COLUMN backtest.difference_high IS 'Upper end of its 95% interval';
COMMENT ON COLUMN backtest.baseline IS 'The predictor that the others are compared with';
COMMENT ON COLUMN backtest.ranked_from IS 'First month ranked on';
COMMENT ON COLUMN backtest.ranked_to IS 'Last month ranked on';
COMMENT ON COLUMN backtest.scored_from IS 'First month scored on';
COMMENT ON COLUMN backtest.scored_to IS 'Last month scored on';
