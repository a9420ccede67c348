"""What pages say that need and places trade, from the tables."""

from __future__ import annotations

import pandas as pd

from geo.candidates.place_shares import BY_CRIME, BY_NEED, IN_PLACES
from service.build.comparisons import COUNTS_ALONE, NEED_SCORE
from service.build.method_words import describe_method

BACKTEST = pd.DataFrame(
    {
        "predictor": [NEED_SCORE, COUNTS_ALONE] * 2,
        "outcome": "crime",
        "place_share": [0.0497, 0.0497, 0.2, 0.2],
        "place_count": [86, 86, 344, 344],
        "captured_share": [0.14, 0.22, 0.5, 0.6],
        "pai": [2.8, 4.5, 2.5, 3.0],
        "pai_by_land": [2.9, 2.8, 2.0, 2.0],
    }
)
SHARES = pd.DataFrame(
    {
        "chosen_by": [IN_PLACES, BY_NEED, BY_CRIME],
        "area_count": 124,
        "crime_share": [0.171, 0.193, 0.274],
        "harm_share": [0.163, 0.185, 0.23],
    }
)
NONE = pd.DataFrame()


def test_one_line_says_what_need_trades_for_deprivation_and_places_for_being_connected():
    said = describe_method(NONE, BACKTEST, SHARES, demand_name="Demand")
    assert said[0] == (
        "To count deprivation, need loses some crime: its 86 highest areas had 14% of later crime, the 86 busiest 22%. "
        "To be connected, places lose some crime: they have 17.1% of crime in 124 areas, as many of the highest need"
        " 19.3%."
    )
    assert len(said) == 3


def test_what_is_not_known_is_not_said():
    assert describe_method(NONE, NONE, NONE, demand_name="Demand") == ()
    assert describe_method(NONE, NONE, SHARES, demand_name="Demand")[0].startswith("To be connected, places lose some")
    assert describe_method(NONE, BACKTEST.iloc[:1], NONE, demand_name="Demand") == ()


def test_where_nothing_is_given_up_nothing_is_claimed():
    """As on the sample with weights = "influence": places have 50.8% of crime, as many areas of highest need 49.7%."""
    shares = SHARES.assign(crime_share=[0.508, 0.497, 0.52])
    said = describe_method(NONE, BACKTEST.assign(captured_share=0.2), shares, demand_name="Demand")
    assert said[0].startswith("To count deprivation, need loses no crime")
    assert "To be connected, places lose no crime: they have 50.8%" in said[0]
    assert "less again" not in " ".join(said)
