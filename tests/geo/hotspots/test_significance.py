import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from geo.exceptions import ConfigurationRefused
from geo.hotspots.significance import benjamini_hochberg, hotspot_class

CASES = """
area_code  value  z     q      expected
a          90     3.0   0.01   hotspot 99%
b          80     3.0   0.05   hotspot 95%
c          50     3.0   0.04   beside a hotspot
d          40     3.0   0.001  beside a hotspot
e          95     3.0   0.051  no hotspot
f          95     0.0   0.001  no hotspot
g          10     -3.0  0.005  coldspot 99%
h          20     -3.0  0.02   coldspot 95%
i          70     -3.0  0.005  no hotspot
j          -      3.0   0.001  cannot be assessed
k          60     -     -      cannot be assessed
l          30     -1.0  0.9    no hotspot
"""


def test_every_class(table):
    cases = table(CASES, "area_code")
    # The median of the eleven values is 60, that of k, which only lacks a statistic.
    classes = hotspot_class(cases["value"], cases["z"], cases["q"])
    assert classes.to_dict() == cases["expected"].to_dict()


def test_ninety_per_cent_is_named_only_where_alpha_allows():
    value, z, q = (pd.Series(column, index=["z", "a"], dtype=float) for column in ([5, 1], [2, -2], [0.07, 0.1]))
    assert hotspot_class(value, z, q).tolist() == ["no hotspot", "no hotspot"]
    assert hotspot_class(value, z, q, alpha=0.1).tolist() == ["hotspot 90%", "coldspot 90%"]


@pytest.mark.parametrize("alpha", [0.0, 0.2, np.nan])
def test_alpha_that_has_no_name_is_refused(alpha):
    one = pd.Series([1.0])
    with pytest.raises(ConfigurationRefused, match=r"at most 0\.10"):
        hotspot_class(one, one, one, alpha=alpha)


def test_q_values_by_hand(same_index):
    p = pd.Series([0.04, 0.01, np.nan, 0.03, 0.5], index=list("zamby"))
    q = benjamini_hochberg(p)
    same_index(q, "zamby")
    # Four questions: 0.01*4/1; 0.03*4/2, but the next is smaller: 0.04*4/3; 0.04*4/3; 0.5*4/4.
    assert q.tolist() == pytest.approx([0.04 * 4 / 3, 0.04, np.nan, 0.04 * 4 / 3, 0.5], nan_ok=True)


@given(st.lists(st.floats(0, 1) | st.sampled_from([0.01, 0.05]), min_size=1, max_size=50))
def test_q_values_equal_scipy(p):
    assert np.allclose(benjamini_hochberg(pd.Series(p, dtype=float)), false_discovery_control(p))


def test_no_p_values():
    assert benjamini_hochberg(pd.Series([], dtype=float)).empty
    assert benjamini_hochberg(pd.Series([np.nan])).isna().all()
    empty = pd.Series([], dtype=float)
    assert hotspot_class(empty, empty, empty).empty


@pytest.mark.parametrize("missing", ["value", "z", "q"])
def test_what_lacks_any_of_the_three_cannot_be_assessed(missing):
    given = {name: pd.Series([number, number]) for name, number in {"value": 9.0, "z": 4.0, "q": 0.001}.items()}
    given[missing] = given[missing].mask([True, False])
    found = hotspot_class(given["value"], given["z"], given["q"])
    assert found.tolist() == ["cannot be assessed", "hotspot 99%"]
