"""Places like a place: planted twins, intervals against simulation, awkward inputs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import cdist

from geo.exceptions import ConfigurationRefused
from geo.need.similar_areas import compare_with_similar, find_similar


def covariates(areas=60, seed=1):
    random = np.random.default_rng(seed)
    index = pd.Index([f"a{i:02d}" for i in range(areas)], name="area_code")
    return pd.DataFrame(random.normal(size=(areas, 3)) * [1, 50, 0.01], index=index, columns=["x", "y", "z"])


def test_neighbours_are_those_of_the_full_matrix_of_distances():
    frame = covariates()
    similar = find_similar(frame, neighbours=5)
    standard = (frame - frame.mean()) / frame.std(ddof=0)
    distance = pd.DataFrame(cdist(standard, standard), index=frame.index, columns=frame.index)
    for code, rows in similar.groupby("area_code"):
        nearest = distance.loc[code].drop(code).nsmallest(5)
        assert rows["similar_code"].tolist() == nearest.index.tolist()
        assert rows["distance"].to_numpy() == pytest.approx(nearest.to_numpy())
        assert rows["place"].tolist() == [1, 2, 3, 4, 5]


def test_no_area_is_like_itself_even_where_many_are_the_same():
    frame = covariates()
    frame.iloc[:20] = frame.iloc[0].to_numpy()
    similar = find_similar(frame, neighbours=5)
    assert (similar["area_code"] != similar["similar_code"]).all()
    assert similar.groupby("area_code").size().eq(5).all()


def test_an_area_without_a_covariate_takes_no_part_and_a_constant_one_says_nothing():
    frame = covariates().assign(same=7.0)
    frame.loc["a03", "x"] = np.nan
    similar = find_similar(frame, neighbours=5)
    assert "a03" not in set(similar["area_code"]) | set(similar["similar_code"])
    pd.testing.assert_frame_equal(similar, find_similar(frame.drop(columns="same"), neighbours=5))


@pytest.mark.parametrize("frame", [covariates(5), covariates() * 0, covariates(0)])
def test_too_few_areas_or_nothing_that_differs_is_refused(frame):
    with pytest.raises(ConfigurationRefused, match="similar areas cannot be found for each"):
        find_similar(frame, neighbours=5)


def test_difference_by_hand():
    values = pd.DataFrame({"crime": [50.0, 10, 20, 30]}, index=list("abcd"))
    similar = pd.DataFrame({"area_code": ["a"] * 3, "similar_code": list("bcd")})
    row = compare_with_similar(values, similar, {"crime": 2 * values["crime"]}).iloc[0]
    assert (row["value"], row["similar_mean"], row["difference"]) == (50, 20, 30)
    reach = 4.302653 * np.sqrt(2 * 50 + 100 / 3)  # t with 2 degrees of freedom; variance of 10, 20, 30 is 100
    assert (row["difference_low"], row["difference_high"]) == pytest.approx((30 - reach, 30 + reach))
    assert (row["stands_above"], row["above_count"], row["similar_count"]) == (False, 3, 3)


def test_places_that_are_alike_rarely_stand_above_and_a_planted_one_does():
    random = np.random.default_rng(5)
    frame = covariates(400)
    counts = pd.Series(random.negative_binomial(100, 0.5, 400).astype(float), index=frame.index)  # variance twice 100
    counts["a07"] = 300.0
    similar = find_similar(frame, neighbours=20)
    compared = compare_with_similar(counts.to_frame("crime"), similar, {"crime": 2 * counts}).set_index("area_code")
    assert compared.loc["a07", "stands_above"]
    assert compared["stands_above"].mean() < 0.05


def test_a_difference_of_unknown_variance_is_kept_without_an_interval():
    values = pd.DataFrame({"crime": [9.0, 5.0, 3.0]}, index=pd.Index(list("abc"), name="area_code"))
    similar = pd.DataFrame({"area_code": list("aabb"), "similar_code": list("bcac")})
    variance = pd.Series([float("nan"), 1.0, 1.0], index=values.index)
    found = compare_with_similar(values, similar, {"crime": variance}).set_index("area_code")
    assert found["difference"].to_dict() == {"a": 9 - (5 + 3) / 2, "b": 5 - (9 + 3) / 2}
    assert found["difference_low"].isna().to_dict() == {"a": True, "b": False}
    assert not found["stands_above"].any()
