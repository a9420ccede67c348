import numpy as np
import pandas as pd
import pytest

from geo.exceptions import ConfigurationRefused
from geo.need.need_index import NeedIndex
from geo.need.ranking import STRANDS, rank_areas

EVEN = dict.fromkeys(STRANDS, 0.25)
MEASURES = """
area_code  crime_count  demand_count  harm_days  deprivation_score  assessable  not_assessable_reason
a1         10           1             100        50                 True        none
a2         40           9             900        60                 True        none
b1         20           4             300        10                 True        none
b2         30           4             200        20                 True        none
a3         999          999           999        -                  False       no_deprivation_score
"""


@pytest.fixture
def ranked(make_areas, table):
    areas = make_areas(3, 2).assign(npu_code=["AA", "AA", "AA", "BB", "BB", "BB"])

    def run(weights=None, text=MEASURES):
        return rank_areas(table(text, "area_code"), areas, index=NeedIndex(EVEN if weights is None else weights))

    return run


def test_scores_contributions_and_ranks(ranked, same_index):
    ranking = ranked()
    same_index(ranking, ["a1", "a2", "b1", "b2", "a3"])
    # Four areas are assessable: places 1 to 4 are worth 12.5, 37.5, 62.5, 87.5, and a tie of 2 and 3 is worth 50.
    assert ranking.loc["b2", [f"{strand}_score" for strand in STRANDS]].tolist() == [62.5, 50, 37.5, 37.5]
    assert ranking.loc["b2", "need_score"] == pytest.approx((62.5 + 50 + 37.5 + 37.5) / 4)
    assert ranking["need_score"].mean() == pytest.approx(50)
    contributions = ranking[[f"{strand}_contribution" for strand in STRANDS]]
    assert np.allclose(contributions.sum(axis=1, skipna=False), ranking["need_score"], equal_nan=True)
    expected = [(12.5 * 3 + 62.5) / 4, 87.5, (37.5 + 50 + 62.5 + 12.5) / 4, (62.5 + 50 + 37.5 + 37.5) / 4]
    assert ranking["need_score"].tolist()[:4] == pytest.approx(expected)
    assert ranking["rank"].tolist() == [4, 1, 3, 2, pd.NA]
    assert ranking["npu_rank"].tolist() == [2, 1, 2, 1, pd.NA]


def test_an_area_that_cannot_be_assessed_is_listed_and_not_ranked_last(ranked):
    row = ranked().loc["a3"]
    assert row.drop(["assessable", "not_assessable_reason"]).isna().all()
    assert row["not_assessable_reason"] == "no_deprivation_score"
    assert not row["assessable"]


def test_an_area_that_cannot_be_assessed_moves_no_other_even_where_all_its_strands_are_known(ranked, table):
    known = MEASURES.replace("999           999        - ", "999           999        99")
    ranking = ranked(text=known)
    assert table(known, "area_code").notna().all(axis=None)
    pd.testing.assert_frame_equal(ranking, ranked())
    assert ranking.loc["a3"].drop(["assessable", "not_assessable_reason"]).isna().all()


def test_weights_decide(ranked):
    only = {"crime": 0.0, "demand": 0.0, "deprivation": 1.0, "harm": 0.0}
    ranking = ranked(only)
    assert ranking["rank"].tolist() == [2, 1, 4, 3, pd.NA]
    assert (ranking["need_score"].dropna() == ranking["deprivation_score"].dropna()).all()


def test_equal_needs_share_the_number(ranked):
    text = MEASURES.replace(
        "b1         20           4             300        10", "b1         30           4             200        20"
    )
    assert ranked(text=text)["rank"].tolist() == [4, 1, 2, 2, pd.NA]


@pytest.mark.parametrize(
    "weights",
    [
        EVEN | {"crime": 0.5},
        EVEN | {"crime": -0.25, "harm": 0.75},
        EVEN | {"crime": np.nan},
        {"crime": 1.0},
        dict.fromkeys(STRANDS, 0.0),
        EVEN | {"housing": 0.0},
    ],
)
def test_weights_that_make_no_sense_are_refused(ranked, weights):
    with pytest.raises(ConfigurationRefused, match="none negative, together 1"):
        ranked(weights)


def test_one_area_and_none(ranked):
    lines = MEASURES.strip().splitlines()
    one = ranked(text="\n".join(lines[:2]))
    assert one["need_score"].tolist() == [50]
    assert one["rank"].tolist() == [1]
    none = ranked(text="\n".join([lines[0], lines[-1]]))
    assert none["rank"].isna().all()
