import pandas as pd
import pytest

from geo.exceptions import ConfigurationRefused
from geo.need.need_index import STRANDS
from geo.need.npu_shares import share_need

CODES = pd.Index(["a", "b", "c"], name="area_code")
MEASURES = pd.DataFrame(
    {
        "crime_count": [60, 20, 20],
        "demand_count": [5.0, 5, 10],
        "harm_days": [0.0, 0, 8],
        "deprivation_score": [10.0, 20, 5],
    },
    index=CODES,
)
AREAS = pd.DataFrame({"npu_code": ["N", "N", "S"], "population": [1000.0, 500, 1000]}, index=CODES)
UNEVEN = {"crime": 0.4, "demand": 0.3, "deprivation": 0.2, "harm": 0.1}


def shares(establishment=None, weights=UNEVEN):
    return share_need(MEASURES, AREAS, weights=weights, establishment=establishment or {}, seed=1).set_index("npu_code")


def test_shares_by_hand():
    found = shares({"N": 30, "S": 10})
    north = [80 / 100, 10 / 20, (10 * 1000 + 20 * 500) / (10 * 1000 + 20 * 500 + 5 * 1000), 0]
    assert found.loc["N", [f"{s}_share" for s in STRANDS]].tolist() == pytest.approx(north)
    need = 0.4 * north[0] + 0.3 * north[1] + 0.2 * north[2]
    assert found.loc["N", "need_share"] == pytest.approx(need)
    assert found.loc["N", "resident_share"] == 1500 / 2500
    assert found.loc["N", "share_difference"] == pytest.approx(30 / 40 - need)
    assert found.loc["S", "establishment_by_need"] == pytest.approx(40 * (1 - need))
    assert (found["need_share_low"] < found["need_share"]).all()
    assert (found["need_share"] < found["need_share_high"]).all()


def test_without_an_establishment_shares_of_need_stand_alone():
    found = shares()
    assert found["establishment"].isna().all()
    assert found["need_share"].sum() == pytest.approx(1)


@pytest.mark.parametrize("posts", [{"N": 3}, {"N": 3, "S": 1, "X": 2}, {"N": 0, "S": 0}])
def test_posts_must_name_each_unit_once(posts):
    with pytest.raises(ConfigurationRefused, match="Give posts above 0 for each of N, S"):
        shares(posts)
