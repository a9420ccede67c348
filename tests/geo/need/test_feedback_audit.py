import pandas as pd
import pytest

from geo.exceptions import ConfigurationRefused
from geo.need.feedback_audit import audit_feedback
from geo.need.need_index import STRANDS, NeedIndex
from geo.need.strand_months import check_types

INDEX = NeedIndex({"crime": 0.7, "demand": 0.1, "deprivation": 0.1, "harm": 0.1})


def test_an_area_high_only_where_police_look_falls_and_is_flagged(same_index):
    codes = [f"a{i:02d}" for i in range(40)]
    values = pd.DataFrame({strand: range(100, 140) for strand in STRANDS}, index=codes).astype(float)
    generated = pd.Series(2.0, index=codes)
    values.loc["a05", "crime"] = 500.0
    generated["a05"] = 397.0
    without = values.assign(crime=values["crime"] - generated)
    audit = audit_feedback(values, without, values["crime"], generated, INDEX)
    same_index(audit, codes)
    assert audit.index[audit["feedback_flag"]].tolist() == ["a05"]
    assert audit.loc["a05", "police_generated_share"] == 397 / 500
    assert audit.loc["a39", "rank_without_police_generated"] == 1
    assert audit.loc["a05", "rank_without_police_generated"] == 35


def test_a_share_of_few_records_is_no_flag_and_no_crime_has_no_share():
    values = pd.DataFrame({strand: [3.0, 2.0, 1.0] for strand in STRANDS}, index=list("abc"))
    crime, generated = pd.Series([100.0, 9.0, 0.0], index=list("abc")), pd.Series([1.0, 9.0, 0.0], index=list("abc"))
    audit = audit_feedback(values, values, crime, generated, NeedIndex())
    assert not audit["feedback_flag"].any()
    assert audit["police_generated_share"].isna().tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("crime", "generated", "flagged"),
    [
        ([64, 64, 64, 64], [24, 8, 0, 0], ["a"]),  # 24 of 64 is three times 32 of 256
        ([64, 64, 64, 64], [23, 9, 0, 0], []),
        ([10, 990, 500, 500], [10, 0, 0, 0], ["a"]),
        ([9, 991, 500, 500], [9, 0, 0, 0], []),  # a record too few
    ],
)
def test_a_share_three_times_the_forces_is_flagged_where_no_rank_falls(crime, generated, flagged):
    codes = list("abcd")
    values = pd.DataFrame({strand: [4.0, 3.0, 2.0, 1.0] for strand in STRANDS}, index=codes)
    crimes, found = (pd.Series(counts, index=codes, dtype=float) for counts in (crime, generated))
    audit = audit_feedback(values, values, crimes, found, NeedIndex())
    assert audit.index[audit["feedback_flag"]].tolist() == flagged
    assert audit["rank_without_police_generated"].tolist() == [1, 2, 3, 4]


def test_an_unknown_type_is_refused():
    kinds = pd.DataFrame({"crime_type": ["Drugs", "Robbery"], "kind": "crime"})
    check_types(["Drugs"], kinds)
    with pytest.raises(ConfigurationRefused, match=r"No crime type is called 'Drugz'\. Use: Drugs, Robbery"):
        check_types(["Drugz"], kinds)
